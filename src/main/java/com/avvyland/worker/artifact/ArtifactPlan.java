// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.ArtifactsConfig;
import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.Preview;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Decides for each artifact of a task whether it travels inline, is stored, or both. Safe to use from any thread. */
public final class ArtifactPlan {

    private final ArtifactsConfig config;
    private final @Nullable S3Config s3;

    /**
     * Create a plan.
     *
     * @param s3 absent: artifacts travel inline only
     */
    public ArtifactPlan(ArtifactsConfig config, @Nullable S3Config s3) {
        this.config = config;
        this.s3 = s3;
    }

    /**
     * Digest the artifacts and say where each goes. Previews are artifacts only where every artifact is stored: they
     * travel inline in any case.
     *
     * @throws StoreRefusedException when one is too large to travel inline and there is no bucket
     */
    public ArtifactSet plan(
            @Variable("canonical") ByteBuffer canonical,
            @Variable("view") ByteBuffer view,
            @Variable("previews") List<Preview> previews) {
        List<Draft> drafts = new ArrayList<>();
        drafts.add(draft("canonical_model", "canonical.glb", "model/gltf-binary", canonical));
        drafts.add(draft("processed_cbor", "view.cbor", "application/cbor", view));
        if (s3 != null && config.store() == Store.ALWAYS) {
            drafts.addAll(previews(previews));
        }
        return new ArtifactSet(drafts);
    }

    /** Return how many artifacts are to be stored. */
    public int count(@Variable("drafts") ArtifactSet drafts) {
        return drafts.toStore().size();
    }

    /** Return one of the artifacts to store. */
    public Draft draft(@Variable("drafts") ArtifactSet drafts, @ExchangeProperty("CamelLoopIndex") int index) {
        return drafts.toStore().get(index);
    }

    /** Return the artifacts as the callback names them, when all are where they are said to be. */
    public List<Artifact> list(@Variable("drafts") ArtifactSet drafts) {
        return drafts.artifacts();
    }

    /** A task may ask for an angle twice; the picture is one. Their bytes are in {@code previews}, so none travel here. */
    private Collection<Draft> previews(List<Preview> previews) {
        var drafts = new LinkedHashMap<String, Draft>();
        for (Preview preview : previews) {
            String name = "preview-%s.%s"
                    .formatted(preview.angle(), ImageMime.parse(preview.mime()).extension());
            ByteBuffer content = preview.bytes().buffer();
            Digests digests = Digests.of(content);
            drafts.putIfAbsent(
                    name,
                    new Draft("preview", name, preview.mime(), content, digests, false, place(digests, name, false)));
        }
        return drafts.values();
    }

    private Draft draft(String kind, String logicalName, String contentType, ByteBuffer made) {
        ByteBuffer content = made.asReadOnlyBuffer();
        boolean inline = content.remaining() <= config.inlineLimit().bytes();
        if (!inline && s3 == null) {
            throw new StoreRefusedException(
                    "%s: %d bytes (expected: at most callback.inline_limit, %s, or a bucket in S3_BUCKET)"
                            .formatted(logicalName, content.remaining(), config.inlineLimit()),
                    null);
        }
        Digests digests = Digests.of(content);
        return new Draft(kind, logicalName, contentType, content, digests, inline, place(digests, logicalName, inline));
    }

    /** Return where an artifact is stored; null when it travels inline only. */
    private Draft.@Nullable Place place(Digests digests, String logicalName, boolean inline) {
        if (s3 == null || inline && config.store() != Store.ALWAYS) {
            return null;
        }
        return new Draft.Place(s3.bucket(), key(s3.prefix(), digests.sha256(), logicalName));
    }

    /** The content names the key, so that equal artifacts are one object; two digits spread a listing. */
    private static String key(String prefix, String sha256, String logicalName) {
        String extension = logicalName.substring(logicalName.lastIndexOf('.'));
        String folder = prefix.isEmpty() ? "" : prefix + "/";
        return "%ssha256/%s/%s%s".formatted(folder, sha256.substring(0, 2), sha256, extension);
    }
}
