// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the check with a second implementation on damaged documents: neither side is asked to be lenient. */
class CborDifferentialTest {

    /** Faults of the encoding itself: whoever reads CBOR must refuse them. */
    private static final Set<CborReason> MALFORMED = EnumSet.of(
            CborReason.TRUNCATED,
            CborReason.TRAILING_BYTES,
            CborReason.RESERVED_HEAD,
            CborReason.UNEXPECTED_BREAK,
            CborReason.TEXT_NOT_UTF8,
            CborReason.DUPLICATE_KEY);

    private static final CBOREncodeOptions STRICT = new CBOREncodeOptions("allowduplicatekeys=false");
    private static final CborReader READER = new CborReader(CborLimits.TASK);
    private static final int DOCUMENTS = 40_000;

    @Test
    void agreesWithASecondDecoderOnDamagedDocuments() {
        SplittableRandom seeds = new SplittableRandom(20_261_123);
        Map<CborReason, Integer> refusals = new EnumMap<>(CborReason.class);
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            long seed = seeds.nextLong();
            byte[] document = damaged(seed);
            @Nullable CborReason reason = verdict(document);
            @Nullable CBORObject decoded = decode(document);
            if (reason == null) {
                accepted++;
                assertThat(decoded != null && clean(decoded))
                        .as("seed %d: accepted here only", seed)
                        .isTrue();
                READER.bind(Bytes.of(document), PreviewPayload.class);
            } else {
                refusals.merge(reason, 1, Integer::sum);
                if (MALFORMED.contains(reason)) {
                    assertThat(decoded)
                            .as("seed %d: %s here only", seed, reason)
                            .isNull();
                }
            }
        }
        assertThat(accepted).isGreaterThan(DOCUMENTS / 20);
        assertThat(refusals.keySet()).containsAll(MALFORMED);
    }

    private static byte[] damaged(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] document = CborEncoder.encode(new RandomCbor(random).document()).toByteArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(document.length);
            switch (random.nextInt(3)) {
                case 0 -> document[at] = (byte) random.nextInt(256);
                case 1 -> document[at] ^= (byte) (1 << random.nextInt(8));
                default -> document = Arrays.copyOf(document, Math.max(1, document.length + random.nextInt(-3, 3)));
            }
        }
        return document;
    }

    private static @Nullable CborReason verdict(byte[] document) {
        try {
            CborCheck.check(Bytes.of(document), CborLimits.TASK);
            return null;
        } catch (RefusedCborException e) {
            return e.reason();
        }
    }

    private static @Nullable CBORObject decode(byte[] document) {
        try {
            return CBORObject.DecodeFromBytes(document, STRICT);
        } catch (CBORException e) {
            return null;
        }
    }

    private static boolean clean(CBORObject value) {
        if (value.isTagged() || value.isUndefined()) {
            return false;
        }
        return switch (value.getType()) {
            case Map ->
                value.getKeys().stream().allMatch(key -> key.getType() == CBORType.TextString && clean(value.get(key)));
            case Array -> value.getValues().stream().allMatch(CborDifferentialTest::clean);
            case FloatingPoint -> Double.isFinite(value.AsDouble());
            case SimpleValue -> value.isNull();
            default -> true;
        };
    }
}
