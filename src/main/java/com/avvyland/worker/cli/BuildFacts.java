// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.ConfigReport;
import com.avvyland.worker.preview.Chromium;
import com.avvyland.worker.preview.MissingPrerequisiteException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Finds out which versions make up this worker, without starting anything that takes long. */
final class BuildFacts {

    /** Of the natives whose digests {@code mesh.meshopt} holds; they do not say it themselves. */
    private static final String MESHOPTIMIZER = "1.2";

    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){1,3}");

    /** A browser prints its version in some 50 ms; one that does not is not waited for. */
    private static final long PATIENCE_SECONDS = 3;

    private BuildFacts() {}

    /** Return what is known, by stable names; a value is null where nobody can tell. */
    static Map<String, @Nullable String> of(Map<String, String> environment) {
        Properties manifest = manifest();
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("version", manifest.getProperty("Implementation-Version"));
        facts.put("commit", commit(manifest.getProperty("Git-Commit")));
        facts.put("camel", CamelContext.class.getPackage().getImplementationVersion());
        facts.put("java", Runtime.version().toString());
        Optional<Path> browser = browser(environment);
        facts.put("chromium", browser.map(BuildFacts::version).orElse(null));
        facts.put("chromium_path", browser.map(Path::toString).orElse(null));
        facts.put("three", three());
        facts.put("meshoptimizer", MESHOPTIMIZER);
        return facts;
    }

    /** Return the worker's own version. */
    static String version() {
        return manifest().getProperty("Implementation-Version", "unknown");
    }

    /** Return the commit; null for a build without git. */
    static @Nullable String commit(@Nullable String written) {
        return written == null || !written.matches("[0-9a-f]{7,64}(-dirty)?") ? null : written;
    }

    private static Properties manifest() {
        var values = new Properties();
        Path place = Path.of(URI.create(BuildFacts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (!Files.isRegularFile(place)) {
            return values;
        }
        try (var jar = new JarFile(place.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest != null) {
                manifest.getMainAttributes().forEach((name, value) -> values.put(name.toString(), value));
            }
        } catch (IOException unreadable) {
            return values;
        }
        return values;
    }

    private static Optional<Path> browser(Map<String, String> environment) {
        try {
            return Chromium.find(new ConfigLoader(environment, Path.of(""))
                    .report().lines().stream()
                            .filter(line -> line.key().equals("previews.browser"))
                            .findFirst()
                            .map(ConfigReport.Line::value)
                            .orElse(null));
        } catch (MissingPrerequisiteException absent) {
            return Optional.empty();
        }
    }

    private static @Nullable String version(Path browser) {
        try {
            Process process = new ProcessBuilder(browser.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            String said = new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return version.find() ? version.group() : null;
        } catch (IOException unusable) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable String three() {
        try (InputStream in =
                BuildFacts.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/three/pom.properties")) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            return null;
        }
    }
}
