// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.task.FailureCode.INVALID_MODEL;
import static com.avvyland.worker.task.FailureCode.MODEL_TOO_LARGE;
import static com.avvyland.worker.task.FailureCode.UNSUPPORTED_FORMAT;
import static com.avvyland.worker.testing.TestingTetrahedron.bytes;

import com.avvyland.worker.task.FailureCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes files of the other formats that must be refused, each by a name that says what is wrong with it. */
public final class TestingHostileFormats {

    private static final String ENTITIES = """
            <!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
            <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
            """;

    private TestingHostileFormats() {}

    public static Map<String, HostileModel> all() {
        var models = new LinkedHashMap<String, HostileModel>();
        obj(models);
        stl(models);
        ply(models);
        collada(models);
        threeMf(models);
        usd(models);
        fbx(models);
        return models;
    }

    private static void obj(Map<String, HostileModel> models) {
        put(models, "obj: no vertices", ".obj", bytes("# nothing\no Nothing\nf 1 2 3\n"), INVALID_MODEL);
        put(models, "obj: a vertex that isn't there", ".obj", bytes("v 0 0 0\nv 1 0 0\nf 1 2 99\n"), INVALID_MODEL);
        put(models, "obj: words for numbers", ".obj", bytes("v a b c\nv d e f\nv g h i\nf 1 2 3\n"), INVALID_MODEL);
        put(models, "obj: names of prototypes", ".obj", bytes("""
                mtllib __proto__
                usemtl __proto__
                o constructor
                v 0 0 0
                v 1 0 NaN
                v 0 1 0
                f 1 2 3
                """), INVALID_MODEL);
        put(models, "obj: random bytes", ".obj", random(4096), UNSUPPORTED_FORMAT);
        put(models, "obj: a page of the web", ".obj", bytes("<html><body>v 0 0 0</body></html>"), UNSUPPORTED_FORMAT);
    }

    private static void stl(Map<String, HostileModel> models) {
        byte[] sound = TestingTetrahedron.stl();
        put(models, "stl: cut off", ".stl", Arrays.copyOf(sound, sound.length - 20), INVALID_MODEL);
        put(models, "stl: four billion triangles", ".stl", littleEndian(sound, 80, -1), INVALID_MODEL);
        put(models, "stl: random bytes", ".stl", random(4096), INVALID_MODEL);
        put(models, "stl: no triangles", ".stl", bytes("solid nothing\nendsolid nothing\n"), INVALID_MODEL);
        byte[] text = TestingTetrahedron.asciiStl();
        put(models, "stl: text cut off", ".stl", Arrays.copyOf(text, 120), INVALID_MODEL);
        put(models, "stl: two corners", ".stl", bytes("""
                solid x
                facet normal 0 0 1
                vertex 0 0 0
                vertex 1 0 0
                endfacet
                endsolid x
                """), INVALID_MODEL);
        put(models, "stl: not a number", ".stl", littleEndian(sound, 96, 0x7fc00000), INVALID_MODEL);
    }

    private static void ply(Map<String, HostileModel> models) {
        String sound = new String(TestingFormats.ply("ascii"), java.nio.charset.StandardCharsets.US_ASCII);
        byte[] binary = TestingFormats.ply("binary_little_endian");
        put(models, "ply: no end of header", ".ply", bytes("ply\nformat ascii 1.0\nelement vertex 3\n"), INVALID_MODEL);
        put(
                models,
                "ply: a billion vertices",
                ".ply",
                bytes(sound.replace("vertex 4", "vertex 1000000000")),
                INVALID_MODEL);
        put(
                models,
                "ply: elements of nothing",
                ".ply",
                bytes(sound.replace("element face", "element nothing 300\nelement face")),
                INVALID_MODEL);
        put(
                models,
                "ply: a vertex that isn't there",
                ".ply",
                bytes(sound.replace("3 0 2 1", "3 0 2 77")),
                INVALID_MODEL);
        put(models, "ply: cut off", ".ply", Arrays.copyOf(binary, binary.length - 9), INVALID_MODEL);
        put(models, "ply: random numbers", ".ply", noise(binary, binary.length - 60), INVALID_MODEL);
        put(
                models,
                "ply: an unknown order of bytes",
                ".ply",
                bytes(sound.replace("ascii", "middle_endian")),
                INVALID_MODEL);
    }

    private static void collada(Map<String, HostileModel> models) {
        String sound = TestingFormats.dae("", "");
        put(models, "dae: cut off", ".dae", bytes(sound.substring(0, sound.length() / 2)), INVALID_MODEL);
        put(
                models,
                "dae: entities in entities",
                ".dae",
                bytes(sound.replace("<COLLADA", ENTITIES + "<COLLADA").replace("name=\"node\"", "name=\"&f;\"")),
                INVALID_MODEL);
        put(
                models,
                "dae: a file as an entity",
                ".dae",
                bytes(sound.replace("<COLLADA", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><COLLADA")),
                INVALID_MODEL);
        put(
                models,
                "dae: a node in itself",
                ".dae",
                bytes(sound.replace("<library_visual_scenes>", """
                <library_nodes><node id="a"><instance_node url="#a"/></node></library_nodes><library_visual_scenes>""")
                        .replace(
                                "<instance_geometry url=\"#shape\">",
                                "<instance_node url=\"#a\"/><instance_geometry url=\"#shape\">")),
                INVALID_MODEL);
        put(models, "dae: no geometry", ".dae", bytes(sound.replace("#shape", "#other")), INVALID_MODEL);
        put(
                models,
                "dae: another root",
                ".dae",
                bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                UNSUPPORTED_FORMAT);
    }

    private static void threeMf(Map<String, HostileModel> models) {
        String sound = TestingFormats.threeMfModel("", "");
        put(
                models,
                "3mf: entities in entities",
                ".3mf",
                TestingFormats.threeMf(
                        TestingFormats.threeMfModel("", ENTITIES).replace("name=\"red\"", "name=\"&f;\"")),
                INVALID_MODEL);
        put(
                models,
                "3mf: an object in itself",
                ".3mf",
                TestingFormats.threeMf(sound.replace(
                        "</resources>",
                        "<object id=\"3\"><components><component objectid=\"3\"/></components></object></resources>")),
                INVALID_MODEL);
        put(
                models,
                "3mf: no model",
                ".3mf",
                TestingFormats.zip(Map.of("word/document.xml", bytes("<w/>"))),
                UNSUPPORTED_FORMAT);
        put(models, "3mf: cut off", ".3mf", Arrays.copyOf(TestingFormats.threeMf(sound), 300), INVALID_MODEL);
        put(models, "3mf: no XML", ".3mf", TestingFormats.threeMf("not XML"), INVALID_MODEL);
        put(
                models,
                "3mf: a bomb",
                ".3mf",
                TestingFormats.zip(Map.of("3D/3dmodel.model", new byte[64 << 20])),
                MODEL_TOO_LARGE);
        put(
                models,
                "3mf: a way out",
                ".3mf",
                TestingFormats.zip(Map.of("3D/../../../etc/cron.d/x", bytes("x"))),
                INVALID_MODEL);
    }

    private static void usd(Map<String, HostileModel> models) {
        put(
                models,
                "usdz: a binary layer",
                ".usdz",
                TestingFormats.zip(Map.of("main.usdc", bytes("PXR-USDC\0\0\0\0"))),
                UNSUPPORTED_FORMAT);
        put(models, "usda: nothing to see", ".usda", bytes("#usda 1.0\n"), INVALID_MODEL);
        put(
                models,
                "usda: prototypes",
                ".usda",
                bytes("#usda 1.0\n__proto__\n{\nzUp = 1\n}\nconstructor\n{\nprototype = 2\n}\n"),
                INVALID_MODEL);
        put(
                models,
                "usda: a vertex that isn't there",
                ".usda",
                bytes(new String(TestingFormats.usda("", ""), java.nio.charset.StandardCharsets.UTF_8)
                        .replace("faceVertexIndices = [0", "faceVertexIndices = [99")),
                INVALID_MODEL);
        put(
                models,
                "usda: never closed",
                ".usda",
                bytes("#usda 1.0\ndef Xform \"a\"\n{\n" + "{\n".repeat(5000)),
                INVALID_MODEL);
    }

    private static void fbx(Map<String, HostileModel> models) {
        String text = new String(TestingFormats.fbx(1, 1, ""), java.nio.charset.StandardCharsets.UTF_8);
        byte[] head = bytes("Kaydara FBX Binary  \0");
        put(models, "fbx: nothing but its name", ".fbx", head, INVALID_MODEL);
        put(models, "fbx: random bytes", ".fbx", join(head, random(4096)), INVALID_MODEL);
        put(models, "fbx: an array of four billion", ".fbx", join(head, hugeArray()), INVALID_MODEL);
        put(
                models,
                "fbx: of 2006",
                ".fbx",
                bytes(text.replace("FBXVersion: 7400", "FBXVersion: 6100")),
                UNSUPPORTED_FORMAT);
        put(models, "fbx: cut off", ".fbx", bytes(text.substring(0, text.indexOf("Model:"))), INVALID_MODEL);
        put(models, "fbx: a corner that isn't there", ".fbx", bytes(text.replace("0,2,-2", "0,2,-99")), INVALID_MODEL);
        put(
                models,
                "fbx: models in each other",
                ".fbx",
                bytes(text.replace(
                                "Model: 200,",
                                "Model: 201, \"Model::b\", \"Null\" {\n\t\tVersion: 232\n\t}\n\tModel: 200,")
                        .replace("200,0\n", "200,201\n\tC: \"OO\",201,200\n")),
                INVALID_MODEL);
    }

    /** A 3MF of eleven objects, each of ten times the next: ten billion tetrahedra in 2 KB. */
    public static byte[] tenBillion() {
        String tower = IntStream.rangeClosed(3, 12)
                .mapToObj(id -> "<object id=\"%d\"><components>%s</components></object>"
                        .formatted(
                                id,
                                IntStream.range(0, 10)
                                        .mapToObj(i -> "<component objectid=\"%d\"/>".formatted(id - 1))
                                        .collect(Collectors.joining())))
                .collect(Collectors.joining());
        return TestingFormats.threeMf(
                TestingFormats.threeMfModel("", "").replace("</resources>", tower + "</resources>"));
    }

    /** One node of version 7.4 whose property says to be an array of 2^32 - 1 doubles. */
    private static byte[] hugeArray() {
        ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x1a).put((byte) 0).putInt(7400);
        out.putInt(27 + 13 + 7 + 13).putInt(1).putInt(13).put((byte) 7).put(bytes("Objects"));
        out.put((byte) 'd').putInt(-1).putInt(0).putInt(-1);
        return out.array();
    }

    private static void put(
            Map<String, HostileModel> models, String name, String extension, byte[] file, FailureCode code) {
        models.put(name, new HostileModel(file, extension, code));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] noise(byte[] sound, int from) {
        byte[] changed = sound.clone();
        byte[] noise = random(sound.length);
        System.arraycopy(noise, from, changed, from, sound.length - from);
        return changed;
    }

    private static byte[] littleEndian(byte[] sound, int at, int value) {
        byte[] changed = sound.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
