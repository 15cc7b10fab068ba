// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.upokecenter.cbor.CBORObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackEncoderTest {

    private static final GeometryFacts GEOMETRY =
            new GeometryFacts(12, 8, 1, 2, 0, 0, List.of(-1.0, -0.5, 0.1), List.of(1.0, 0.5, 2.0), List.of(), null);

    private static final ModelPreviewCallback COMPLETED = new ModelPreviewCallback(
            "hash",
            "task-1",
            "completed",
            new Metadata(
                    "Box",
                    "A box.",
                    List.of(),
                    new Metadata.Dimensions(2, 1, 1.9),
                    null,
                    false,
                    List.of(),
                    "geometry",
                    GEOMETRY),
            List.of(new Preview("front", "image/png", 512, 256, new Bytes(new byte[] {9, 1, 2, 3, 9}, 1, 3))));

    private static final Artifact VIEW = new Artifact(
            "processed_cbor", "view.cbor", "application/cbor", "aa", 3, Bytes.of((byte) 1, (byte) 2, (byte) 3), null);

    private static final Artifact CANONICAL = new Artifact(
            "canonical_model", "canonical.glb", "model/gltf-binary", "bb", 3_000_000_000L, null, "s3://b/k");

    private static final ObjectPipelineCallback OBJECT = new ObjectPipelineCallback(
            "hash",
            "task-1",
            "completed",
            COMPLETED.metadata(),
            List.of(),
            VIEW,
            CANONICAL,
            List.of(),
            Manifest.of("hash", "avvy-worker/1", List.of(CANONICAL, VIEW)));

    @Test
    void writesACompletedCallbackAsTheContractHasIt() {
        CBORObject decoded =
                CBORObject.DecodeFromBytes(CallbackEncoder.encode(COMPLETED).array());

        assertThat(decoded.ToJSONString()).isEqualTo("""
                {"status":"completed","task_id":"task-1","metadata":{"tags":[],"title":"Box","source":"geometry",\
                "geometry":{"meshes":1,"textures":0,"vertices":8,"materials":2,"triangles":12,"animations":0,\
                "bounds_max":[1,0.5,2],"bounds_min":[-1,-0.5,0.1]},"description":"A box.",\
                "restricted_detected":false,"estimated_dimensions":{"x":2,"y":1,"z":1.9}},\
                "previews":[{"mime":"image/png","angle":"front","bytes":"AQID","width":512,"height":256}],\
                "model_hash":"hash"}""");
    }

    @Test
    void keepsARequiredListThatIsEmptyAndLeavesOutAnOptionalOne() {
        CBORObject metadata = CBORObject.DecodeFromBytes(
                        CallbackEncoder.encode(COMPLETED).array())
                .get("metadata");

        assertThat(metadata.get("tags").size()).isZero();
        assertThat(metadata.ContainsKey("restricted_reasons")).isFalse();
        assertThat(metadata.get("geometry").ContainsKey("extensions_used")).isFalse();
    }

    @Test
    void leavesOutWhatHasNoValue() {
        CBORObject metadata = CBORObject.DecodeFromBytes(
                        CallbackEncoder.encode(COMPLETED).array())
                .get("metadata");

        assertThat(metadata.ContainsKey("estimated_scale_factor")).isFalse();
        assertThat(metadata.get("geometry").ContainsKey("watertight")).isFalse();
    }

    @Test
    void keepsFloatsFloatsEvenWhenTheyAreWhole() {
        CBORObject bounds = CBORObject.DecodeFromBytes(
                        CallbackEncoder.encode(COMPLETED).array())
                .get("metadata")
                .get("geometry")
                .get("bounds_max");

        assertThat(bounds.get(0).EncodeToBytes()).startsWith(0xf9);
    }

    @Test
    void writesAnObjectPipelineCallbackAsTheContractHasIt() {
        CBORObject decoded =
                CBORObject.DecodeFromBytes(CallbackEncoder.encode(OBJECT).array());

        assertThat(decoded.get("metadata").get("title").AsString()).isEqualTo("Box");
        decoded.Remove(CBORObject.FromObject("metadata"));
        assertThat(decoded.ToJSONString()).isEqualTo("""
                {"status":"completed","task_id":"task-1",\
                "manifest":{"version":1,"artifacts":[\
                {"url":"s3://b/k","kind":"canonical_model","size":3000000000,"sha256":"bb",\
                "content_type":"model/gltf-binary","logical_name":"canonical.glb"},\
                {"kind":"processed_cbor","size":3,"sha256":"aa","content_type":"application/cbor",\
                "logical_name":"view.cbor"}],"generator":"avvy-worker/1","model_hash":"hash"},\
                "model_hash":"hash",\
                "processed_cbor":{"kind":"processed_cbor","size":3,"bytes":"AQID","sha256":"aa",\
                "content_type":"application/cbor","logical_name":"view.cbor"},\
                "canonical_model":{"url":"s3://b/k","kind":"canonical_model","size":3000000000,"sha256":"bb",\
                "content_type":"model/gltf-binary","logical_name":"canonical.glb"}}""");
    }

    @Test
    void refusesAnArtifactThatIsNowhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Artifact("k", "a.bin", "application/octet-stream", "aa", 1, null, null))
                .withMessage("a.bin: no content (expected: bytes, url or both)");
    }

    @Test
    void writesAFailedCallback() {
        Bytes body = CallbackEncoder.encode(new FailedCallback(
                "hash", "task-1", "failed", "input_format: .step", "unsupported_format", null, null));

        assertThat(CBORObject.DecodeFromBytes(body.array()).ToJSONString()).isEqualTo("""
                        {"error":"input_format: .step","status":"failed","task_id":"task-1",\
                        "error_code":"unsupported_format","model_hash":"hash"}""");
    }

    @Test
    void writesTheKeysOfEveryRecordInCanonicalOrder() {
        for (Callback callback : List.of(COMPLETED, OBJECT)) {
            byte[] body = CallbackEncoder.encode(callback).array();
            assertThat(CborEncoderTest.canonical(CBORObject.DecodeFromBytes(body)))
                    .isEqualTo(body);
        }
    }

    @Test
    void writesTheSameResultAsTheSameBytes() {
        assertThat(CallbackEncoder.encode(COMPLETED)).isEqualTo(CallbackEncoder.encode(COMPLETED));
        assertThat(CallbackEncoder.encode(OBJECT)).isEqualTo(CallbackEncoder.encode(OBJECT));
    }
}
