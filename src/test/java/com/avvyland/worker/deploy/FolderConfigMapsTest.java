// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.projection.prompt.PromptPack;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes, Kamelets and prompts reach a pod as ConfigMaps made of their folders. */
class FolderConfigMapsTest {

    /** What etcd takes of one object. */
    private static final long LARGEST = 1 << 20;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({"routes, avvy-routes", "kamelets, avvy-kamelets", "prompts, avvy-prompts"})
    void theConfigMapHasEveryFileOfItsFolder(String folder, String name) throws Exception {
        JsonNode made = Yaml.document(Path.of(folder, "Kustomization"));
        List<Path> files = yaml(Path.of(folder));

        assertThat(made.at("/configMapGenerator/0/name").asText()).isEqualTo(name);
        assertThat(Yaml.strings(made.at("/configMapGenerator/0/files")))
                .containsExactlyInAnyOrderElementsOf(files.stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertThat(made.at("/generatorOptions/disableNameSuffixHash").asBoolean())
                .isTrue();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(LARGEST * 9 / 10);
    }

    @Test
    void camelFindsEachRouteOnceInAMountedConfigMap() throws Exception {
        Path mounted = mount(Path.of("routes"));
        try (var camel = new DefaultCamelContext()) {
            assertThat(PluginHelper.getPackageScanResourceResolver(camel)
                            .findResources("file:" + mounted + "/*.camel.yaml"))
                    .extracting(Resource::getLocation)
                    .hasSameSizeAs(yaml(Path.of("routes")))
                    .allMatch(location -> !location.contains("..data"), "the visible link, not what it leads to");
        }
    }

    @Test
    void promptPacksAreReadFromAMountedConfigMap() throws Exception {
        Path mounted = mount(Path.of("prompts"));

        assertThat(digests(mounted)).isNotEmpty().isEqualTo(digests(Path.of("prompts")));
    }

    private static Map<String, String> digests(Path folder) {
        return PromptPacks.of(folder).all().values().stream()
                .collect(Collectors.toMap(PromptPack::name, PromptPack::digest));
    }

    /** The kubelet's layout: links to {@code ..data}, which is a link to a folder of the time of writing. */
    private Path mount(Path folder) throws Exception {
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        Path written = Files.createDirectory(volume.resolve("..2026_11_25_10_00_00.1234567890"));
        Files.createSymbolicLink(volume.resolve("..data"), written.getFileName());
        for (Path file : yaml(folder)) {
            Files.copy(file, written.resolve(file.getFileName()));
            Files.createSymbolicLink(
                    volume.resolve(file.getFileName()), Path.of("..data").resolve(file.getFileName()));
        }
        return volume;
    }

    private static List<Path> yaml(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
