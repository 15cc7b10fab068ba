// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineChecksTest {

    private static final long GIB = 1L << 30;

    /** As /proc/self/mountinfo has them: a later mount on the same place hides the earlier one. */
    private static final String MOUNTS = """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 22 0:26 / /tmp rw,nosuid,nodev,noexec shared:5 - tmpfs tmpfs rw
            31 30 0:27 / /tmp/with\\040space rw,nosuid - tmpfs tmpfs rw
            32 22 0:28 / /srv rw,noexec - tmpfs a rw
            33 22 0:29 / /srv rw - tmpfs b rw
            """;

    @Test
    void warnsWhenHeapAndBrowsersAreMoreThanThereIs() {
        assertThat(MachineChecks.memory(4 * GIB, GIB, 2, GIB).verdict()).isEqualTo(Check.Verdict.OK);
        assertThat(MachineChecks.memory(3 * GIB, GIB, 2, GIB).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(MachineChecks.memory(3 * GIB, GIB, 2, GIB).detail())
                .startsWith("3.0 GiB: heap 1.0 GiB + JVM 0.4 GiB + 2 browsers of 1.0 GiB = 3.4 GiB");
    }

    @Test
    void warnsWhenTheLargestModelsDoNotFit() {
        assertThat(MachineChecks.temporary(Path.of("/tmp"), GIB, GIB).verdict()).isEqualTo(Check.Verdict.OK);
        assertThat(MachineChecks.temporary(Path.of("/tmp"), GIB - 1, GIB).verdict())
                .isEqualTo(Check.Verdict.WARN);
    }

    @Test
    void findsTheMountOfAFolder() {
        assertThat(MountOptions.of(MOUNTS, Path.of("/tmp/x"))).contains("noexec");
        assertThat(MountOptions.of(MOUNTS, Path.of("/tmp/with space/x")))
                .contains("nosuid")
                .doesNotContain("noexec");
        assertThat(MountOptions.of(MOUNTS, Path.of("/tmpx"))).contains("relatime");
        assertThat(MountOptions.of(MOUNTS, Path.of("/srv"))).containsExactly("rw");
    }

    @Test
    void knowsAClassFromTheCache() {
        String classes = """
                KlassAddr           Size  State                 Flags    ClassName
                0x000000003e040c00    66  fully_initialized     W        a.Own
                0x000000003d1585f0    66  fully_initialized     fWS      a.Cached
                0x000000003d1589d8    64                                 [La.Cached;
                """;

        assertThat(AotCache.holds(classes, "a.Cached")).isTrue();
        assertThat(AotCache.holds(classes, "a.Own")).isFalse();
        assertThat(AotCache.holds("", "a.Cached")).isFalse();
    }

    @Test
    void warnsWhereNobodyReapsOrphans() {
        assertThat(MachineChecks.init(1).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(MachineChecks.init(7).verdict()).isEqualTo(Check.Verdict.OK);
    }
}
