# SPDX-License-Identifier: Apache-2.0
"""Pictures a model in Blender: blender -b -P blender.py -- ENGINE EDGE FOLDER MODEL.glb YAW,PITCH..."""
import math
import sys

import bpy
import numpy
from mathutils import Euler, Vector

# The importer of Blender 3.4 uses a name that numpy 1.24 dropped.
if "bool" not in numpy.__dict__:
    numpy.bool = bool

engine, edge, folder, model, *angles = sys.argv[sys.argv.index("--") + 1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.gltf(filepath=model)
scene = bpy.context.scene
scene.render.engine = engine
scene.render.resolution_x = scene.render.resolution_y = int(edge)
scene.render.film_transparent = True
scene.render.image_settings.file_format = "PNG"
if engine == "BLENDER_WORKBENCH":
    scene.display.shading.color_type = "TEXTURE"
else:
    scene.eevee.taa_render_samples = 16
    scene.world = bpy.data.worlds.new("world")
    scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs[0].default_value = (1, 1, 1, 1)

corners = [o.matrix_world @ Vector(c) for o in scene.objects if o.type == "MESH" for c in o.bound_box]
low = Vector(map(min, zip(*corners)))
high = Vector(map(max, zip(*corners)))
center = (low + high) / 2
radius = (high - low).length / 2
camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
camera.data.angle = math.radians(30)
distance = 1.05 * radius / math.sin(math.radians(15))
camera.data.clip_start = distance - 1.1 * radius
camera.data.clip_end = distance + 1.1 * radius
scene.collection.objects.link(camera)
scene.camera = camera
for i, angle in enumerate(angles):
    yaw, pitch = map(float, angle.split(","))
    # Blender's up is z; what glTF shows from the front is seen along +y.
    camera.rotation_euler = Euler((math.radians(90 - pitch), 0, math.radians(yaw)))
    camera.location = center + camera.rotation_euler.to_matrix() @ Vector((0, 0, distance))
    scene.render.filepath = f"{folder}/{i}.png"
    bpy.ops.render.render(write_still=True)
