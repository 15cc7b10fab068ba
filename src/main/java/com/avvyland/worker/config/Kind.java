// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the text of a setting into its typed value.
 *
 * @param allowed what a person may write, for the error and the README table
 * @param parse throws {@link IllegalArgumentException} for any other text
 */
record Kind<T>(String allowed, Function<String, T> parse) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

    static final Kind<String> TEXT = new Kind<>("text", Function.identity());

    static final Kind<Secret> SECRET = new Kind<>("text", Secret::new);

    static final Kind<Boolean> FLAG = new Kind<>("true or false", text -> switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException();
    });

    static final Kind<Duration> DURATIONS = new Kind<>("a duration: 500ms, 30s, 5m, 1h, 7d", DurationText::parse);

    /** A time limit: none at all would mean for ever to one library and at once to the next. */
    static final Kind<Duration> LIMITS = new Kind<>("a duration from 1ms: 500ms, 30s, 5m, 1h, 7d", text -> {
        Duration limit = DurationText.parse(text);
        if (limit.isZero()) {
            throw new IllegalArgumentException();
        }
        return limit;
    });

    /** The text stays as it is: who connects parses it again. */
    static final Kind<String> REDIS = new Kind<>(
            "host:port, or a redis://, rediss://, redis-sentinel:// URI", text -> checked(text, RedisLocation::parse));

    static final Kind<List<String>> HOSTS = new Kind<>(
            "a list of hosts, *.example.com or CIDR",
            text -> checked(split(text), hosts -> new EgressPolicy(hosts, false, false)));

    static final Kind<ByteSize> SIZES = new Kind<>("a size: 64KiB, 512MiB", text -> {
        var parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException();
        }
        long unit = switch (parts.group(2)) {
            case "B" -> 1;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            default -> 1 << 30;
        };
        return new ByteSize(Long.parseLong(parts.group(1)) * unit);
    });

    static final Kind<List<String>> LIST = new Kind<>("a list: a, b", Kind::split);

    static final Kind<List<Angle>> ANGLES = new Kind<>(
            "a list of front, back, left, right, top, bottom, three_quarter",
            text -> parsed(() -> split(text).stream().map(Angle::parse).toList()));

    static final Kind<ImageMime> MIME =
            new Kind<>("image/png, image/webp or image/jpeg", text -> parsed(() -> ImageMime.parse(text)));

    static final Kind<Double> RATIO = new Kind<>("0..1", text -> {
        if (!text.matches("0(\\.[0-9]{1,6})?|1(\\.0{1,6})?")) {
            throw new IllegalArgumentException();
        }
        return Double.parseDouble(text);
    });

    static Kind<Integer> number(int least, int most) {
        return new Kind<>("%d..%d".formatted(least, most), text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    /** Reads a number, or {@code auto}: what it is then is decided where it is known. */
    static Kind<OptionalInt> numberOrAuto(int least, int most) {
        Kind<Integer> number = number(least, most);
        return new Kind<>(
                "auto, or " + number.allowed(),
                text -> text.equals("auto")
                        ? OptionalInt.empty()
                        : OptionalInt.of(number.parse().apply(text)));
    }

    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Kind<>(String.join(", ", names), text -> {
            if (!names.contains(text)) {
                throw new IllegalArgumentException();
            }
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        });
    }

    /** Tell whether the value is a list: then it may be written as one in YAML, and may be empty. */
    boolean takesList() {
        return allowed.startsWith("a list");
    }

    private static <T> T checked(T value, Function<T, ?> check) {
        var _ = check.apply(value);
        return value;
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** The task vocabulary refuses with a failure of the task; here it is a fault of the configuration. */
    private static <T> T parsed(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (TaskFailure refused) {
            throw new IllegalArgumentException(refused);
        }
    }
}
