// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/** Encodes a ribbon of triangles with Google's encoder, which comes with Three.js, in a Node.js of its own. */
public final class TestingDraco {

    /** Vertices of the ribbon: two rows. */
    public static final int VERTICES = 40;

    /**
     * The ribbon as the encoder of Three.js 0.181.1 wrote it: Edgebreaker, nothing quantized. Made by {@link #encode}.
     */
    public static final String RIBBON = """
            RFJBQ08CAgEBAAAAKCYDJgAAD1/XdV3XdV3XdV3XdV3XAf8BEf8Ck0L/ApNC/wKTQgQAAAABAAD/AAACAAABBAQEAAABAQMJAgAB
            AAEACQMAAgABAgIEAAMBAQEBAQKlBTE9NQEHzP8baP///////////1toCZjFXnLE698vkgAAAAD//wAAAAAYPwAA0D4AABQ/AADY
            PgAAHD8AAMg+AAAQPwAA4D4AAAw/AADoPgAACD8AAPA+AAAEPwAA+D4AAAA/AAAAPwAA+D4AAAQ/AADwPgAACD8AAOg+AAAMPwAA
            4D4AABA/AADYPgAAFD8AANA+AAAYPwAAyD4AABw/AADAPgAAID8AALg+AAAkPwAAsD4AACg/AACoPgAALD8AAKA+AAAwPwAAmD4A
            ADQ/AACQPgAAOD8AAIg+AAA8PwAAgD4AAEA/AABwPgAARD8AAGA+AABIPwAAUD4AAEw/AABAPgAAUD8AADA+AABUPwAAID4AAFg/
            AAAQPgAAXD8AAAA+AABgPwAA4D0AAGQ/AADAPQAAaD8AAKA9AABsPwAAgD0AAHA/AABAPQAAdD8AAAA9AAB4PwAAgDwAAHw/AAAA
            AAAAgD9mZrZAAAAAACEN0jzNzKxAAACAPzaU1zxmZrZAAACAP83MzDzNzKxAAAAAAMln3TwzM6NAAACAPzmO4zwzM6NAAAAAAKEO
            6jyamZlAAACAP/Hw8DyamZlAAAAAABA++DwAAJBAAACAPwAAAD0AAJBAAAAAAAghBD1mZoZAAACAP4mICD1mZoZAAAAAAMs9DT2a
            mXlAAACAPyVJEj2amXlAAAAAACa0Fz1mZmZAAACAP9mJHT1mZmZAAAAAAArXIz0zM1NAAACAP6uqKj0zM1NAAAAAAEMWMj0AAEBA
            AACAP4wuOj0AAEBAAAAAADEMQz3NzCxAAACAP83MTD3NzCxAAAAAADaUVz2amRlAAACAPzmOYz2amRlAAAAAAPHwcD1mZgZAAACA
            PwAAgD1mZgZAAAAAAImIiD1mZuY/AACAPyVJkj1mZuY/AAAAANmJnT0AAMA/AACAP6uqqj0AAMA/AAAAAIwuuj2amZk/AACAP83M
            zD2amZk/AAAAADmO4z1mZmY/AACAPwAAAD5mZmY/AAAAACVJEj6amRk/AACAP6uqKj6amRk/AAAAAM3MTD6amZk+AACAPwAAgD6a
            mZk+AAAAAKuqqj4AAAAAAACAPwAAAD8AAAAAAAAAAAAAgD8BAQEBA07FPMxoaGgjaPNoaAsz5I7gW12z6dkfgwAAAAD/AAAA
            """;

    private static final String SCRIPT = """
            const draco = (await new Promise((done) => {
              // The module looks like a promise of itself; a bare one would be awaited for ever.
              require(process.argv[2])({ onModuleLoaded: (module) => done([module]) });
            }))[0];
            const vertices = 40;
            const positions = new Float32Array(vertices * 3), uvs = new Float32Array(vertices * 2);
            const colors = new Uint8Array(vertices * 4), joints = new Uint16Array(vertices * 4), faces = [];
            for (let i = 0; i < vertices; i++) {
              positions.set([(i >> 1) * 0.3, i % 2, Math.fround(1 / (i + 1))], i * 3);
              uvs.set([i / 64, 1 - i / 64], i * 2);
              colors.set([i, 255 - i, 7, 255], i * 4);
              joints.set([i, 300 + i, 0, 65535], i * 4);
              if (i >= 2) faces.push(...(i % 2 ? [i - 1, i - 2, i] : [i - 2, i - 1, i]));
            }
            const builder = new draco.MeshBuilder(), mesh = new draco.Mesh(), encoder = new draco.Encoder();
            builder.AddFacesToMesh(mesh, faces.length / 3, new Uint32Array(faces));
            builder.AddUInt16Attribute(mesh, draco.GENERIC, vertices, 4, joints);
            builder.AddFloatAttributeToMesh(mesh, draco.TEX_COORD, vertices, 2, uvs);
            builder.AddFloatAttributeToMesh(mesh, draco.POSITION, vertices, 3, positions);
            builder.AddUInt8Attribute(mesh, draco.COLOR, vertices, 4, colors);
            encoder.SetEncodingMethod(draco[process.argv[3]]);
            const out = new draco.DracoInt8Array();
            const length = encoder.EncodeMeshToDracoBuffer(mesh, out);
            const bytes = Buffer.alloc(length);
            for (let i = 0; i < length; i++) bytes[i] = out.GetValue(i);
            process.stdout.write(bytes.toString('base64'));
            """;

    private TestingDraco() {}

    /** Encode the ribbon: joints are attribute 0, texture coordinates 1, positions 2, colours 3. */
    static byte[] encode(Path folder, String method) throws Exception {
        Path encoder = folder.resolve("draco_encoder.js");
        String resource = "META-INF/resources/webjars/three/%s/examples/jsm/libs/draco/gltf/draco_encoder.js"
                .formatted(SceneFiles.threeVersion());
        try (InputStream in =
                Objects.requireNonNull(TestingDraco.class.getClassLoader().getResourceAsStream(resource), resource)) {
            Files.write(encoder, in.readAllBytes());
        }
        Path script = Files.writeString(folder.resolve("encode.js"), "(async () => {" + SCRIPT + "})();");
        Process node = new ProcessBuilder(
                        NodeJs.require(false).toString(), script.toString(), encoder.toString(), method)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String base64 = new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        if (!node.waitFor(Duration.ofSeconds(20)) || node.exitValue() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("errors")));
        }
        return Base64.getDecoder().decode(base64);
    }
}
