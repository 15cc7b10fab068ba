// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingConversions.mesh;
import static com.avvyland.worker.preview.TestingConversions.shapes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.HostileModel;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingHostileFormats;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger may send as another format: a typed error, soon, and the next job runs in the same browser. */
class HostileFormatsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static TestingConversions conversions;

    @BeforeAll
    static void start() {
        conversions = new TestingConversions(TIMEOUT);
    }

    @AfterAll
    static void stop() {
        conversions.close();
    }

    @AfterEach
    void runsTheNextJob() {
        assertThat(mesh(conversions.convert(".obj", TestingTetrahedron.obj())).shapes())
                .isEqualTo(shapes(p -> p));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void refusesWithACode(String name) {
        HostileModel model = Objects.requireNonNull(TestingHostileFormats.all().get(name));
        long recycled = conversions.pool().recycled();

        TaskFailure failure =
                catchThrowableOfType(TaskFailure.class, () -> conversions.convert(model.extension(), model.bytes()));

        assertThat(failure).as("refused").isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(model.expectedCode());
        assertThat(failure.getMessage()).hasSizeLessThan(500).matches("[^\\p{Cc}\\p{Cf}]+");
        assertThat(conversions.pool().recycled()).as("browsers replaced").isEqualTo(recycled);
    }

    static Stream<String> names() {
        return TestingHostileFormats.all().keySet().stream();
    }

    @Test
    void endsWhatTakesTooLong() {
        long started = System.nanoTime();

        assertThatThrownBy(() -> conversions.convert(".3mf", TestingHostileFormats.tenBillion()))
                .isInstanceOfSatisfying(
                        TaskFailure.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isIn(FailureCode.TIMEOUT, FailureCode.RENDER_FAILED));

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(TIMEOUT.plusSeconds(5));
    }

    @Test
    void letsNoFormatReachTheNetwork() throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            String url = "http://127.0.0.1:" + listener.getLocalPort() + "/skin.png";
            byte[] mtl = TestingTetrahedron.bytes("newmtl a\nmap_Kd " + url + "\n");
            byte[] picture = TestingTetrahedron.bytes(TestingFormats.dae("", url));
            String usd = "def Material \"a\"\n{\ntoken outputs:surface.connect = </a/s.outputs:surface>\n"
                    + "def Shader \"s\"\n{\ncolor3f inputs:diffuseColor.connect = </a/t.outputs:rgb>\n}\n"
                    + "def Shader \"t\"\n{\nasset inputs:file = @" + url + "@\n}\n}\n";

            List<ConvertedModel> converted = List.of(
                    conversions.convert(".dae", picture),
                    conversions.convert(".fbx", TestingFormats.fbx(1, 1, url)),
                    conversions.convert(".usda", TestingFormats.usda("", usd)),
                    conversions.convert(
                            ".obj", TestingTetrahedron.obj("mtllib a.mtl\n", "usemtl a\n"), Map.of("a.mtl", mtl)),
                    conversions.convert(".obj", TestingTetrahedron.obj("mtllib " + url + "\n", "")));

            assertThat(converted).allSatisfy(each -> {
                assertThat(each.notes()).isNotEmpty();
                assertThat(mesh(each).triangles()).hasSize(4);
                assertThat(mesh(each).json().has("images")).isFalse();
            });
            listener.setSoTimeout(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
