// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;

/** Builds a textured sheet by hand: red, green above, blue, yellow below, seen from the front. */
final class TestingTextures {

    private static final int[] COLORS = {0xff0000, 0x00ff00, 0x0000ff, 0xffff00};

    private TestingTextures() {}

    static Model quad() {
        return quad(png());
    }

    /** Build the same sheet with a picture that is none. */
    static Model broken() {
        byte[] png = png();
        java.util.Arrays.fill(png, 8, png.length, (byte) 0x55);
        return quad(png);
    }

    private static Model quad(byte[] image) {
        ByteBuffer bin = ByteBuffer.allocate(4 * 12 + 4 * 8 + 12 + image.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0}) {
            bin.putFloat(value);
        }
        // glTF counts v from the upper edge of the picture.
        for (float value : new float[] {0, 1, 1, 1, 1, 0, 0, 0}) {
            bin.putFloat(value);
        }
        for (int index : new int[] {0, 1, 2, 0, 2, 3}) {
            bin.putShort((short) index);
        }
        bin.put(image);
        String json = """
                {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
                 "meshes":[{"primitives":[{"attributes":{"POSITION":0,"TEXCOORD_0":1},"indices":2,"material":0}]}],
                 "materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0},"metallicFactor":0}}],
                 "textures":[{"source":0}],"images":[{"bufferView":3,"mimeType":"image/png"}],
                 "accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3"},
                  {"bufferView":1,"componentType":5126,"count":4,"type":"VEC2"},
                  {"bufferView":2,"componentType":5123,"count":6,"type":"SCALAR"}],
                 "bufferViews":[{"buffer":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":32},
                  {"buffer":0,"byteOffset":80,"byteLength":12},{"buffer":0,"byteOffset":92,"byteLength":%d}],
                 "buffers":[{"byteLength":%d}]}""".formatted(image.length, bin.capacity());
        return TestingBoxes.glb(json, bin.array());
    }

    private static byte[] png() {
        // Larger than twice the images of the tests, so that it is reduced before it is used.
        var image = new BufferedImage(1024, 1024, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 1024; y++) {
            for (int x = 0; x < 1024; x++) {
                image.setRGB(x, y, COLORS[x / 512 + y / 512 * 2]);
            }
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
