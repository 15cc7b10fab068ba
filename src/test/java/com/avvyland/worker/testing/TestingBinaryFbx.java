// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.testing.TestingTetrahedron.FACES;
import static com.avvyland.worker.testing.TestingTetrahedron.POINTS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/** Writes the tetrahedron as a binary FBX: records of a name, typed properties and records within. */
public final class TestingBinaryFbx {

    /** From this version on, a record's lengths have 64 bits. */
    private static final int WIDE = 7500;

    private static final byte[] FOOTER = new byte[176];

    private final int version;
    private final boolean compressed;

    private TestingBinaryFbx(int version, boolean compressed) {
        this.version = version;
        this.compressed = compressed;
    }

    /**
     * A tetrahedron with a red material, or one with a picture inside the file.
     *
     * @param compressed whether arrays are deflated
     * @param picture no bytes: none
     */
    public static byte[] of(int version, boolean compressed, int upAxis, double unit, byte[] picture) {
        return new TestingBinaryFbx(version, compressed).write(upAxis, unit, picture);
    }

    private byte[] write(int upAxis, double unit, byte[] picture) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("Kaydara FBX Binary  \0\u001a\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(numbers(4).putInt(version).array());
        for (Node node : List.of(header(), settings(upAxis, unit), objects(picture), connections(picture))) {
            out.writeBytes(record(node, out.size()));
        }
        out.writeBytes(new byte[edge()]);
        // Readers know the end of the records by the length of what follows.
        out.writeBytes(FOOTER);
        return out.toByteArray();
    }

    private Node header() {
        return node("FBXHeaderExtension").with(node("FBXVersion", version));
    }

    private static Node settings(int upAxis, double unit) {
        return node("GlobalSettings")
                .with(
                        node("Version", 1000),
                        node("Properties70")
                                .with(
                                        node("P", "UpAxis", "int", "Integer", "", upAxis),
                                        node("P", "UnitScaleFactor", "double", "Number", "", unit)));
    }

    private static Node objects(byte[] picture) {
        double[] points = Arrays.stream(POINTS).flatMapToDouble(Arrays::stream).toArray();
        int[] corners = Arrays.stream(FACES)
                .flatMapToInt(face -> Arrays.stream(new int[] {face[0], face[1], ~face[2]}))
                .toArray();
        Node geometry = node("Geometry", 100L, "shape\0\1Geometry", "Mesh")
                .with(node("Vertices", points), node("PolygonVertexIndex", corners));
        Node model = node("Model", 200L, "Tetrahedron\0\1Model", "Mesh").with(node("Version", 232));
        Node material = node("Material", 300L, "red\0\1Material", "")
                .with(
                        node("ShadingModel", "phong"),
                        node("Properties70").with(node("P", "DiffuseColor", "Color", "", "A", 1.0, 0.0, 0.0)));
        if (picture.length == 0) {
            return node("Objects").with(geometry, model, material);
        }
        Node texture = node("Texture", 400L, "skin\0\1Texture", "")
                .with(node("FileName", "skin.png"), node("RelativeFilename", "skin.png"));
        Node video = node("Video", 500L, "skin\0\1Video", "Clip")
                .with(node("Filename", "skin.png"), node("RelativeFilename", "skin.png"), node("Content", picture));
        return node("Objects").with(geometry, model, material, texture, video);
    }

    private static Node connections(byte[] picture) {
        Node plain = node("Connections")
                .with(node("C", "OO", 200L, 0L), node("C", "OO", 100L, 200L), node("C", "OO", 300L, 200L));
        return picture.length == 0
                ? plain
                : plain.with(node("C", "OP", 400L, 300L, "DiffuseColor"), node("C", "OO", 500L, 400L));
    }

    private record Node(String name, List<Object> properties, List<Node> children) {

        Node with(Node... more) {
            return new Node(
                    name,
                    properties,
                    Stream.concat(children.stream(), Arrays.stream(more)).toList());
        }
    }

    private static Node node(String name, Object... properties) {
        return new Node(name, List.of(properties), List.of());
    }

    /** Bytes of a record's three lengths and the length of its name; as many zeros end a list of records. */
    private int edge() {
        return version >= WIDE ? 25 : 13;
    }

    private byte[] record(Node node, int start) {
        var properties = new ByteArrayOutputStream();
        node.properties().forEach(property -> properties.writeBytes(property(property)));
        byte[] name = node.name().getBytes(StandardCharsets.US_ASCII);
        var body = new ByteArrayOutputStream();
        body.writeBytes(name);
        body.writeBytes(properties.toByteArray());
        for (Node child : node.children()) {
            body.writeBytes(record(child, start + edge() + body.size()));
        }
        if (!node.children().isEmpty()) {
            body.writeBytes(new byte[edge()]);
        }
        ByteBuffer out = numbers(edge() + body.size());
        for (long length :
                new long[] {start + edge() + body.size(), node.properties().size(), properties.size()}) {
            if (version >= WIDE) {
                out.putLong(length);
            } else {
                out.putInt((int) length);
            }
        }
        return out.put((byte) name.length).put(body.toByteArray()).array();
    }

    private byte[] property(Object value) {
        return switch (value) {
            case Integer number -> numbers(5).put((byte) 'I').putInt(number).array();
            case Long number -> numbers(9).put((byte) 'L').putLong(number).array();
            case Double number -> numbers(9).put((byte) 'D').putDouble(number).array();
            case String text -> run('S', text.getBytes(StandardCharsets.ISO_8859_1));
            case byte[] raw -> run('R', raw);
            case double[] array -> {
                ByteBuffer content = numbers(array.length * 8);
                content.asDoubleBuffer().put(array);
                yield array('d', array.length, content.array());
            }
            case int[] array -> {
                ByteBuffer content = numbers(array.length * 4);
                content.asIntBuffer().put(array);
                yield array('i', array.length, content.array());
            }
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    private static byte[] run(char type, byte[] content) {
        return numbers(5 + content.length)
                .put((byte) type)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private byte[] array(char type, int length, byte[] content) {
        byte[] stored = compressed ? deflated(content) : content;
        return numbers(13 + stored.length)
                .put((byte) type)
                .putInt(length)
                .putInt(compressed ? 1 : 0)
                .putInt(stored.length)
                .put(stored)
                .array();
    }

    private static byte[] deflated(byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(out)) {
            deflate.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static ByteBuffer numbers(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
