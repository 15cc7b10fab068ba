// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.testing.TestingTetrahedron.FACES;
import static com.avvyland.worker.testing.TestingTetrahedron.POINTS;
import static com.avvyland.worker.testing.TestingTetrahedron.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the tetrahedron in the richer formats, by hand and from their specifications. */
public final class TestingFormats {

    private TestingFormats() {}

    /** A PLY with a colour on each vertex: black, red, green, blue. */
    public static byte[] ply(String format) {
        String header = """
                ply
                format %s 1.0
                comment by hand
                element vertex 4
                property float x
                property float y
                property float z
                property uchar red
                property uchar green
                property uchar blue
                element face 4
                property list uchar int vertex_indices
                end_header
                """.formatted(format);
        return format.equals("ascii") ? asciiPly(header) : binaryPly(header, format);
    }

    private static byte[] asciiPly(String header) {
        var out = new StringBuilder(header);
        for (int i = 0; i < POINTS.length; i++) {
            double[] p = POINTS[i];
            int[] c = color(i);
            out.append("%s %s %s %d %d %d\n".formatted(p[0], p[1], p[2], c[0], c[1], c[2]));
        }
        for (int[] face : FACES) {
            out.append("3 %d %d %d\n".formatted(face[0], face[1], face[2]));
        }
        return bytes(out.toString());
    }

    private static byte[] binaryPly(String header, String format) {
        ByteBuffer out = ByteBuffer.allocate(header.length() + POINTS.length * 15 + FACES.length * 13)
                .order(format.endsWith("little_endian") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .put(bytes(header));
        for (int i = 0; i < POINTS.length; i++) {
            for (double value : POINTS[i]) {
                out.putFloat((float) value);
            }
            for (int channel : color(i)) {
                out.put((byte) channel);
            }
        }
        for (int[] face : FACES) {
            out.put((byte) 3).putInt(face[0]).putInt(face[1]).putInt(face[2]);
        }
        return out.array();
    }

    /** The colour of a vertex. */
    public static int[] color(int vertex) {
        return new int[] {vertex == 1 ? 255 : 0, vertex == 2 ? 255 : 0, vertex == 3 ? 255 : 0};
    }

    /**
     * A COLLADA document with a red material whose picture is named, or none when the name is empty.
     *
     * @param asset what stands in {@code <asset>}
     */
    public static String dae(String asset, String picture) {
        String points = join(POINTS.length, i -> "%s %s %s".formatted(POINTS[i][0], POINTS[i][1], POINTS[i][2]));
        String faces = join(FACES.length, i -> "%d %d %d".formatted(FACES[i][0], FACES[i][1], FACES[i][2]));
        String diffuse =
                picture.isEmpty() ? "<color>1 0 0 1</color>" : "<texture texture=\"skin-sampler\" texcoord=\"UV\"/>";
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
                  <asset>%s</asset>
                  <library_images><image id="skin"><init_from>%s</init_from></image></library_images>
                  <library_effects><effect id="paint"><profile_COMMON>
                    <newparam sid="skin-surface"><surface type="2D"><init_from>skin</init_from></surface></newparam>
                    <newparam sid="skin-sampler"><sampler2D><source>skin-surface</source></sampler2D></newparam>
                    <technique sid="common"><lambert><diffuse>%s</diffuse></lambert></technique>
                  </profile_COMMON></effect></library_effects>
                  <library_materials><material id="red" name="red"><instance_effect url="#paint"/></material>
                  </library_materials>
                  <library_geometries><geometry id="shape"><mesh>
                    <source id="points"><float_array id="points-array" count="12">%s</float_array>
                      <technique_common><accessor source="#points-array" count="4" stride="3">
                        <param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/>
                      </accessor></technique_common></source>
                    <vertices id="vertices"><input semantic="POSITION" source="#points"/></vertices>
                    <triangles count="4" material="symbol"><input semantic="VERTEX" source="#vertices" offset="0"/>
                      <p>%s</p></triangles>
                  </mesh></geometry></library_geometries>
                  <library_visual_scenes><visual_scene id="scene"><node id="node" name="node">
                    <instance_geometry url="#shape"><bind_material><technique_common>
                      <instance_material symbol="symbol" target="#red"/>
                    </technique_common></bind_material></instance_geometry>
                  </node></visual_scene></library_visual_scenes>
                  <scene><instance_visual_scene url="#scene"/></scene>
                </COLLADA>
                """.formatted(asset, picture, diffuse, points, faces);
    }

    /** The model part of a 3MF: two faces red, one blue, one as the object says, which is red. */
    public static String threeMfModel(String attributes, String before) {
        String points = join(
                POINTS.length,
                i -> "<vertex x=\"%s\" y=\"%s\" z=\"%s\"/>".formatted(POINTS[i][0], POINTS[i][1], POINTS[i][2]));
        String faces = join(
                FACES.length,
                i -> "<triangle v1=\"%d\" v2=\"%d\" v3=\"%d\"%s/>"
                        .formatted(
                                FACES[i][0],
                                FACES[i][1],
                                FACES[i][2],
                                i == 3 ? "" : " pid=\"1\" p1=\"" + i / 2 + "\""));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                %s<model %s xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
                  <resources>
                    <basematerials id="1"><base name="red" displaycolor="#FF0000"/><base name="blue" displaycolor="#0000FF"/>
                    </basematerials>
                    <object id="2" type="model" pid="1" pindex="0"><mesh><vertices>%s</vertices>
                      <triangles>%s</triangles></mesh></object>
                  </resources>
                  <build><item objectid="2" transform="1 0 0 0 1 0 0 0 1 10 0 0"/></build>
                </model>
                """.formatted(before, attributes, points, faces);
    }

    public static byte[] threeMf(String model) {
        return zip(Map.of("3D/3dmodel.model", bytes(model), "_rels/.rels", bytes("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Target="/3D/3dmodel.model" Id="rel0"
                  Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
                </Relationships>""")));
    }

    /** A USDA layer; what stands in the parentheses at its top is given. */
    public static byte[] usda(String settings, String material) {
        return bytes("""
                #usda 1.0
                (
                %s
                )

                def Xform "Tetrahedron"
                {
                    matrix4d xformOp:transform = ( (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (10, 0, 0, 1) )
                    uniform token[] xformOpOrder = ["xformOp:transform"]
                    def Mesh "Shape"
                    {
                        int[] faceVertexCounts = [3, 3, 3, 3]
                        int[] faceVertexIndices = [%s]
                        point3f[] points = [%s]
                    }
                %s
                }
                """.formatted(
                        settings,
                        Arrays.stream(FACES)
                                .flatMapToInt(Arrays::stream)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(", ")),
                        Arrays.stream(POINTS)
                                .map(p -> "(%s, %s, %s)".formatted(p[0], p[1], p[2]))
                                .collect(Collectors.joining(", ")),
                        material));
    }

    /** An FBX as text, with a red material and, when named, a picture on it. */
    public static byte[] fbx(int upAxis, double unit, String picture) {
        String points = Arrays.stream(POINTS)
                .flatMapToDouble(Arrays::stream)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(","));
        // The last corner of each face is written as its complement.
        String corners = Arrays.stream(FACES)
                .map(face -> "%d,%d,%d".formatted(face[0], face[1], ~face[2]))
                .collect(Collectors.joining(","));
        String texture = picture.isEmpty() ? "" : """
                \tTexture: 400, "Texture::skin", "" {
                \t\tFileName: "%1$s"
                \t\tRelativeFilename: "%1$s"
                \t}
                \tVideo: 500, "Video::skin", "Clip" {
                \t\tFilename: "%1$s"
                \t\tRelativeFilename: "%1$s"
                \t}
                """.formatted(picture);
        String connections = picture.isEmpty() ? "" : "\tC: \"OP\",400,300,\"DiffuseColor\"\n\tC: \"OO\",500,400\n";
        return bytes("""
                ; FBX 7.4.0 project file
                FBXHeaderExtension:  {
                \tFBXVersion: 7400
                }
                GlobalSettings:  {
                \tVersion: 1000
                \tProperties70:  {
                \t\tP: "UpAxis", "int", "Integer", "",%d
                \t\tP: "UnitScaleFactor", "double", "Number", "",%s
                \t}
                }
                Objects:  {
                \tGeometry: 100, "Geometry::shape", "Mesh" {
                \t\tVertices: *12 {
                \t\t\ta: %s
                \t\t}
                \t\tPolygonVertexIndex: *12 {
                \t\t\ta: %s
                \t\t}
                \t}
                \tModel: 200, "Model::Tetrahedron", "Mesh" {
                \t\tVersion: 232
                \t}
                \tMaterial: 300, "Material::red", "" {
                \t\tShadingModel: "phong"
                \t\tProperties70:  {
                \t\t\tP: "DiffuseColor", "Color", "", "A",1,0,0
                \t\t}
                \t}
                %s}
                Connections:  {
                \tC: "OO",200,0
                \tC: "OO",100,200
                \tC: "OO",300,200
                %s}
                """.formatted(upAxis, unit, points, corners, texture, connections));
    }

    /** Pack entries in the order of the map. */
    public static byte[] zip(Map<String, byte[]> entries) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static String join(int count, IntFunction<String> write) {
        return IntStream.range(0, count).mapToObj(write).collect(Collectors.joining(" "));
    }
}
