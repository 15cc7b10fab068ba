// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

/** Keeps the arrows of docs/architecture.md. */
class ArchitectureTest {

    private static final String ROOT = "com.avvyland.worker";
    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void asynqKnowsNothingOfThisProduct() {
        check(noClasses()
                .that(resideInAPackage(ROOT + ".asynq.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".asynq..")))));
    }

    @Test
    void theVocabularyDependsOnNothingOfOurs() {
        check(noClasses()
                .that(resideInAPackage(ROOT + ".task.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".task..")))));
    }

    @Test
    void onlyPreviewKnowsPlaywright() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".preview..")))
                .should()
                .dependOnClassesThat(resideInAPackage("com.microsoft.playwright..")));
    }

    @Test
    void onlyArtifactKnowsTheAwsSdk() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".artifact..")))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon..")));
    }

    @Test
    void onlyEgressKnowsTheHttpClient() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".egress..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hc..", "java.net.http..")));
    }

    /** S3 and Redis have clients of their own; {@code cli} and {@code preview} listen on loopback, and call nobody. */
    @Test
    void nobodyElseOpensConnections() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".egress..")))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(
                        Socket.class,
                        SocketChannel.class,
                        AsynchronousSocketChannel.class,
                        DatagramSocket.class,
                        DatagramChannel.class,
                        SocketFactory.class,
                        URLConnection.class)));
        check(noClasses()
                .should()
                .callMethod(URL.class, "openStream")
                .orShould()
                .callMethod(URL.class, "openConnection")
                .orShould()
                .callMethod(URL.class, "getContent"));
        check(noClasses()
                .that(not(resideInAnyPackage(ROOT + ".cli..")))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(ServerSocket.class)));
        check(noClasses()
                .that(not(resideInAnyPackage(ROOT + ".cli..", ROOT + ".preview..", ROOT + ".observe.management..")))
                .should()
                .dependOnClassesThat(resideInAPackage("com.sun.net.httpserver..")));
        check(noClasses()
                .that(not(resideInAnyPackage(
                        ROOT + ".egress..", ROOT + ".asynq..", ROOT + ".journal..", ROOT + ".cli..")))
                .and(not(JavaClass.Predicates.simpleName("WorkerPlugin")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..", "redis.clients..", "org.redisson.config..")));
    }

    @Test
    void onlyObserveTraceKnowsOpenTelemetry() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".observe.trace..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.opentelemetry..", "org.apache.camel.opentelemetry2..", "org.apache.camel.telemetry..")));
    }

    @Test
    void onlyMeshoptCallsNativeCode() {
        check(noClasses()
                .that(not(resideInAPackage(ROOT + ".mesh.meshopt..")))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(Linker.class, SymbolLookup.class)));
        check(noClasses().should().callMethod(System.class, "load", String.class));
        check(noClasses().should().callMethod(System.class, "loadLibrary", String.class));
    }

    @Test
    void meshoptKnowsNothingOfThisProduct() {
        check(noClasses()
                .that(resideInAPackage(ROOT + ".mesh.meshopt.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".mesh.meshopt..")))));
    }

    @Test
    void aStationKnowsNoOtherStation() {
        List<String> stations = List.of(
                "asynq",
                "source",
                "gltf",
                "metadata",
                "mesh",
                "preview",
                "provider",
                "projection",
                "artifact",
                "callback");
        for (String station : stations) {
            String[] others = stations.stream()
                    .filter(other -> !other.equals(station) && !ALLOWED.contains(station + " -> " + other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            check(noClasses()
                    .that(resideInAPackage(ROOT + "." + station + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(others)));
        }
    }

    /** Where a station reads the record that the station before it made. */
    private static final List<String> ALLOWED = List.of(
            "gltf -> source",
            "metadata -> gltf",
            "mesh -> source",
            "mesh -> gltf",
            "preview -> source",
            "preview -> gltf",
            "artifact -> source",
            "callback -> asynq",
            "provider -> gltf",
            "metadata -> provider",
            "projection -> provider",
            "projection -> gltf",
            "projection -> source");

    @Test
    void nothingButTheProcessReadsTheWallClock() {
        check(noClasses()
                .that(not(resideInAnyPackage(ROOT, ROOT + ".cli..")))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        check(classes()
                .that(resideInAPackage(ROOT + ".."))
                .and(not(DescribedPredicate.describe("generated", JavaClass::isAnonymousClass)))
                .should(new HavePackageInfo()));
    }

    @Test
    void noFileIsLongerThanThreeHundredAndFiftyLines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("generated"))
                    .filter(file -> lines(file) > 350)
                    .map(Path::toString)
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException unreadable) {
            throw new AssertionError(file.toString(), unreadable);
        }
    }

    private static <T> DescribedPredicate<T> not(DescribedPredicate<T> predicate) {
        return DescribedPredicate.not(predicate);
    }

    private static void check(ArchRule rule) {
        rule.check(WORKER);
    }
}
