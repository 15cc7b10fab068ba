// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes views, and reads them with another CBOR library. */
final class TestingViews {

    private TestingViews() {}

    static CBORObject read(ViewScene scene, ViewOptions options) {
        byte[] bytes = ViewWriter.write(scene, options).toByteArray();
        assertThat(bytes).startsWith(0xd9, 0xd9, 0xf7);
        CBORObject file = CBORObject.DecodeFromBytes(bytes);
        assertThat(file.EncodeToBytes(new com.upokecenter.cbor.CBOREncodeOptions("ctap2canonical=false")))
                .hasSize(bytes.length);
        return file.Untag();
    }

    static byte[] decode(CBORObject view, int index) {
        CBORObject stream = view.get("buf").get(index);
        byte[] code = stream.get("d").GetByteString();
        int count = stream.get("n").AsInt32();
        int size = stream.get("s").AsInt32();
        if (stream.get("c").AsString().equals("tri")) {
            return Meshopt.decodeIndexBuffer(code, count, size);
        }
        byte[] decoded = Meshopt.decodeVertexBuffer(code, count, size);
        if (stream.ContainsKey("f")) {
            Meshopt.decodeFilterOct(decoded, count, size);
        }
        return decoded;
    }

    static CBORObject part(CBORObject view, int index) {
        return view.get("mesh").get(0).get("prim").get(index);
    }

    static CBORObject attribute(CBORObject part, String name) {
        return part.get("attr").getValues().stream()
                .filter(attribute -> attribute.get("k").AsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static int[] shorts(byte[] data) {
        int[] values = new int[data.length / 2];
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.getShort() & 0xffff;
        }
        return values;
    }
}
