// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborCheckTest {

    private static final CborLimits LIMITS = CborLimits.TASK.withMaxBytes(HostileCbor.LARGEST);
    private static final long MIB = 1 << 20;

    static List<HostileCbor> hostile() {
        return HostileCbor.all();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWithItsOwnReason(HostileCbor hostile) {
        RefusedCborException refused = refuse(hostile.document());

        assertThat(refused.reason()).isEqualTo(hostile.reason());
        assertThat(refused.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(refused).hasMessageMatching("payload: .+ at byte \\d+ \\(expected: .+\\)");
    }

    @Test
    void hasACorpusThatNamesEveryReason() {
        assertThat(hostile()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(hostile().stream().map(HostileCbor::reason).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(CborReason.values());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesBeforeMemoryIsTaken(HostileCbor hostile) {
        refuse(hostile.document());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        refuse(hostile.document());
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MIB);
    }

    @Test
    void staysFastWithAsManyAlikeKeysAsItTakes() {
        byte[] document = alikeKeys(4_999);
        CborCheck.check(Bytes.of(document), CborLimits.TASK);
        long before = System.nanoTime();
        CborCheck.check(Bytes.of(document), CborLimits.TASK);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0",
                "bfff",
                "a1616101",
                "bf616101ff",
                "a161619f01bf616201ffff",
                "a161611bffffffffffffffff",
                "a161613bffffffffffffffff",
                "a161611800",
                "a1780161f6",
                "a26161f46162f5",
                "a16161f93c00",
                "a16161f98000",
                "a16161fb3ff199999999999a",
                "a1616140",
                "a1616160",
                "a16063e282ac",
                "a26161a161620161620a",
                "a16161a16161a16161a16161a16161a16161a16161a161610a"
            })
    void acceptsWhatItsMeaningIsClear(String hex) {
        assertThatCode(() -> CborCheck.check(Bytes.of(HexFormat.of().parseHex(hex)), LIMITS))
                .doesNotThrowAnyException();
    }

    @Test
    void countsBytesFromTheDocumentsOwnStart() {
        byte[] padded = HexFormat.of().parseHex("ffffffa16161c000ffff");
        RefusedCborException refused = catchThrowableOfType(
                RefusedCborException.class, () -> CborCheck.check(new Bytes(padded, 3, 5), LIMITS));
        assertThat(refused).hasMessageContaining("tag at byte 3");
    }

    @Test
    void acceptsNoPrefixOfADocument() {
        byte[] document = HexFormat.of()
                .parseHex("a36161bf616201616343010203ff6162827818"
                        + "616161616161616161616161616161616161616161616161fb3ff199999999999a6163f6");
        CborCheck.check(Bytes.of(document), LIMITS);
        for (int length = 0; length < document.length; length++) {
            assertThat(refuse(Arrays.copyOf(document, length)).reason()).isIn(CborReason.TRUNCATED, CborReason.EMPTY);
        }
    }

    private static byte[] alikeKeys(int count) {
        byte[] document = new byte[3 + count * 202];
        document[0] = (byte) 0xb9;
        document[1] = (byte) (count >> 8);
        document[2] = (byte) count;
        for (int i = 0, at = 3; i < count; i++, at += 202) {
            document[at] = 0x78;
            document[at + 1] = (byte) 199;
            Arrays.fill(document, at + 2, at + 197, (byte) 'k');
            byte[] number = "%04d".formatted(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(number, 0, document, at + 197, 4);
        }
        return document;
    }

    private static RefusedCborException refuse(byte[] document) {
        RefusedCborException refused =
                catchThrowableOfType(RefusedCborException.class, () -> CborCheck.check(Bytes.of(document), LIMITS));
        assertThat(refused).isNotNull();
        return refused;
    }
}
