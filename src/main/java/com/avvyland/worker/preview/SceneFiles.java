// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the page's own files on the class path: ours under {@code scene/}, Three.js out of its webjar.
 *
 * <p>A list, not a folder: what isn't named here does not exist. Thread-safe; each file is read once.
 */
final class SceneFiles {

    private static final String THREE = "META-INF/resources/webjars/three/" + threeVersion() + "/";

    private static final Set<String> SCENE = Set.of(
            "index.html",
            "main.mjs",
            "studio.mjs",
            "framing.mjs",
            "ground.mjs",
            "loading.mjs",
            "encoder.mjs",
            "encode-worker.mjs",
            "model-error.mjs",
            "workbench.html",
            "workbench.mjs",
            "draco.mjs",
            "convert/files.mjs",
            "convert/formats.mjs",
            "convert/gltf.mjs",
            "convert/pictures.mjs",
            "convert/settings.mjs",
            "convert/tidy.mjs");

    private static final Set<String> WEBJAR = Set.of(
            "build/three.module.min.js",
            "build/three.core.min.js",
            "examples/jsm/environments/RoomEnvironment.js",
            "examples/jsm/exporters/GLTFExporter.js",
            "examples/jsm/loaders/3MFLoader.js",
            "examples/jsm/loaders/ColladaLoader.js",
            "examples/jsm/loaders/FBXLoader.js",
            "examples/jsm/loaders/MTLLoader.js",
            "examples/jsm/loaders/OBJLoader.js",
            "examples/jsm/loaders/PLYLoader.js",
            "examples/jsm/loaders/STLLoader.js",
            "examples/jsm/loaders/TGALoader.js",
            "examples/jsm/loaders/usd/USDAParser.js",
            "examples/jsm/curves/NURBSCurve.js",
            "examples/jsm/curves/NURBSUtils.js",
            "examples/jsm/libs/fflate.module.js",
            "examples/jsm/loaders/GLTFLoader.js",
            "examples/jsm/loaders/DRACOLoader.js",
            "examples/jsm/loaders/KTX2Loader.js",
            "examples/jsm/utils/BufferGeometryUtils.js",
            "examples/jsm/utils/WorkerPool.js",
            "examples/jsm/math/ColorSpaces.js",
            "examples/jsm/libs/ktx-parse.module.js",
            "examples/jsm/libs/zstddec.module.js",
            "examples/jsm/libs/meshopt_decoder.module.js",
            "examples/jsm/libs/basis/basis_transcoder.js",
            "examples/jsm/libs/basis/basis_transcoder.wasm",
            "examples/jsm/libs/draco/gltf/draco_decoder.js",
            "examples/jsm/libs/draco/gltf/draco_decoder.wasm",
            "examples/jsm/libs/draco/gltf/draco_wasm_wrapper.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "wasm", "application/wasm");

    private final Map<String, SceneFile> read = new ConcurrentHashMap<>();

    /** Holds one file of the page. */
    record SceneFile(String contentType, byte[] bytes) {}

    /** Find the file behind a URL path; empty when the page has no such file. */
    Optional<SceneFile> find(String path) {
        if (path.startsWith("/scene/") && SCENE.contains(path.substring(7))) {
            return Optional.of(file(path.substring(1)));
        }
        if (path.startsWith("/three/") && WEBJAR.contains(path.substring(7))) {
            return Optional.of(file(THREE + path.substring(7)));
        }
        return Optional.empty();
    }

    private SceneFile file(String resource) {
        return read.computeIfAbsent(resource, SceneFiles::read);
    }

    static String threeVersion() {
        try (InputStream in = open("META-INF/maven/org.webjars.npm/three/pom.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SceneFile read(String resource) {
        try (InputStream in = open(resource)) {
            String extension = resource.substring(resource.lastIndexOf('.') + 1);
            return new SceneFile(TYPES.getOrDefault(extension, "application/octet-stream"), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = SceneFiles.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("%s: absent (expected: on the class path)".formatted(resource));
        }
        return in;
    }
}
