// SPDX-License-Identifier: Apache-2.0

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * Writes a textured model of about 1 MB, the same bytes on one JDK: {@code TexturedModel FILE.glb}. A ball of 24,000
 * triangles with three JPEGs of 1,024 x 1,024: colour, roughness with metal, and normals.
 */
final class TexturedModel {

    private static final int EDGE = 1024;
    private static final int COLUMNS = 120;
    private static final int ROWS = 100;

    private TexturedModel() {}

    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), glb());
    }

    static byte[] glb() throws IOException {
        int vertices = (COLUMNS + 1) * (ROWS + 1);
        List<ByteBuffer> parts = new ArrayList<>();
        ByteBuffer positions = buffer(vertices * 12);
        ByteBuffer texture = buffer(vertices * 8);
        for (int row = 0; row <= ROWS; row++) {
            for (int column = 0; column <= COLUMNS; column++) {
                double down = Math.PI * row / ROWS;
                double around = 2 * Math.PI * column / COLUMNS;
                positions.putFloat((float) (Math.sin(down) * Math.sin(around)));
                positions.putFloat((float) Math.cos(down));
                positions.putFloat((float) (Math.sin(down) * Math.cos(around)));
                texture.putFloat((float) column / COLUMNS).putFloat((float) row / ROWS);
            }
        }
        ByteBuffer indices = buffer(COLUMNS * ROWS * 24);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int at = row * (COLUMNS + 1) + column;
                int below = at + COLUMNS + 1;
                indices.putInt(at).putInt(below).putInt(at + 1).putInt(at + 1).putInt(below).putInt(below + 1);
            }
        }
        parts.add(positions);
        // A unit ball: where a vertex is, is also where it faces.
        parts.add(positions);
        parts.add(texture);
        parts.add(indices);
        parts.add(ByteBuffer.wrap(jpeg(0xff8040, 0.35)));
        parts.add(ByteBuffer.wrap(jpeg(0x00a060, 0.3)));
        parts.add(ByteBuffer.wrap(jpeg(0x8080ff, 0.12)));
        return assemble(parts, vertices, COLUMNS * ROWS * 6);
    }

    private static byte[] assemble(List<ByteBuffer> parts, int vertices, int indices) {
        var bin = new ByteArrayOutputStream();
        var views = new StringBuilder();
        for (ByteBuffer part : parts) {
            views.append(views.isEmpty() ? "" : ",")
                    .append("{\"buffer\":0,\"byteOffset\":%d,\"byteLength\":%d}".formatted(bin.size(), part.capacity()));
            bin.writeBytes(part.array());
            bin.writeBytes(new byte[-bin.size() & 3]);
        }
        String json = """
                {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
                "meshes":[{"primitives":[{"attributes":{"POSITION":0,"NORMAL":1,"TEXCOORD_0":2},"indices":3,"material":0}]}],
                "materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0},"metallicRoughnessTexture":{"index":1}},
                "normalTexture":{"index":2}}],"textures":[{"source":0},{"source":1},{"source":2}],
                "images":[{"bufferView":4,"mimeType":"image/jpeg"},{"bufferView":5,"mimeType":"image/jpeg"},
                {"bufferView":6,"mimeType":"image/jpeg"}],
                "accessors":[{"bufferView":0,"componentType":5126,"count":%1$d,"type":"VEC3","min":[-1,-1,-1],"max":[1,1,1]},
                {"bufferView":1,"componentType":5126,"count":%1$d,"type":"VEC3"},
                {"bufferView":2,"componentType":5126,"count":%1$d,"type":"VEC2"},
                {"bufferView":3,"componentType":5125,"count":%2$d,"type":"SCALAR"}],
                "bufferViews":[%3$s],"buffers":[{"byteLength":%4$d}]}"""
                .formatted(vertices, indices, views, bin.size());
        byte[] text = (json + " ".repeat(-json.length() & 3)).getBytes(StandardCharsets.US_ASCII);
        int length = 28 + text.length + bin.size();
        return buffer(length)
                .putInt(0x46546c67).putInt(2).putInt(length)
                .putInt(text.length).putInt(0x4e4f534a).put(text)
                .putInt(bin.size()).putInt(0x004e4942).put(bin.toByteArray())
                .array();
    }

    /** A colour under grain of eight sizes, as a photograph has it. */
    private static byte[] jpeg(int color, double strength) throws IOException {
        double[] grain = new double[EDGE * EDGE];
        var random = new Random(color);
        for (int size = 1; size <= 128; size *= 2) {
            int cells = EDGE / size;
            double[] values = random.doubles((long) cells * cells, -1, 1).toArray();
            for (int y = 0; y < EDGE; y++) {
                for (int x = 0; x < EDGE; x++) {
                    grain[y * EDGE + x] += values[y / size * cells + x / size] * (size == 1 ? 0.1 : 0.3);
                }
            }
        }
        var image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < grain.length; i++) {
            double factor = 1 + strength * grain[i];
            int rgb = channel(color >> 16, factor) << 16 | channel(color >> 8, factor) << 8 | channel(color, factor);
            image.setRGB(i % EDGE, i / EDGE, rgb);
        }
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.5f);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        writer.dispose();
        return out.toByteArray();
    }

    private static int channel(int value, double factor) {
        return (int) Math.clamp((value & 0xff) * factor, 0, 255);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
