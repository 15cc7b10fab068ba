// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.client.RedisException;

/**
 * Takes from Redisson's failures what they quote: addresses, and the arguments of the command, which may be a result
 * with its callback URL. What is left is Redis's own word for the fault, or the kind of the exception. Stateless.
 */
public final class RedisTrouble {

    /** Redis begins an error with one: OOM, NOPERM, READONLY. */
    private static final Pattern WORD = Pattern.compile("^([A-Z]{2,20})\\b");

    private RedisTrouble() {}

    /** Return a failure as it may be logged and kept: Redisson's as a passing one of ours, any other as it is. */
    public static Exception quiet(Exception failure) {
        return failure instanceof RedisException trouble ? quiet(trouble) : failure;
    }

    /** Run a command; its failure is quiet. */
    static <T> T quietly(Supplier<T> command) {
        try {
            return command.get();
        } catch (RedisException e) {
            throw quiet(e);
        }
    }

    private static TaskFailure quiet(RedisException trouble) {
        Matcher word = WORD.matcher(String.valueOf(trouble.getMessage()));
        TaskFailure failure = new TaskFailure(
                FailureCode.STORAGE_FAILED,
                "redis: %s (expected: a reply)"
                        .formatted(
                                word.find() ? word.group(1) : trouble.getClass().getSimpleName()));
        // Not as the cause, whose message would be printed with it.
        failure.setStackTrace(trouble.getStackTrace());
        return failure;
    }
}
