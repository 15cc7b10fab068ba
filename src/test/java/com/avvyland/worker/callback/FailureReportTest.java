// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Task;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.task.TaskType;
import com.avvyland.worker.task.TestingPayload;
import com.avvyland.worker.task.UndecodableTaskException;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureReportTest {

    private static final String TYPE = "model.preview.v1";
    private static final TaskDecoder DECODER = new TaskDecoder(CborLimits.TASK, Set.of(TaskType.MODEL_PREVIEW));
    private static final Task TASK = DECODER.decode(TYPE, TestingPayload.sound().bytes());

    private final FailureReport report = new FailureReport();

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void reportsAPermanentFailureAtOnceAndRetriesAPassingOne(FailureCode code) throws Exception {
        TaskFailure failure = new TaskFailure(code, "name: value (expected: other)");
        if (!code.permanent()) {
            assertThatThrownBy(() -> report(failure, TASK, 0, 5)).isSameAs(failure);
            assertThatThrownBy(() -> report(failure, TASK, 4, 5)).isSameAs(failure);
            return;
        }
        FinishedResult result = report(failure, TASK, 0, 5);

        assertThat(result.archiveReason()).isNull();
        assertThat(result.callbackUrl()).isEqualTo(TASK.callbackUrl());
        assertThat(result.taskId()).isEqualTo("task-1");
        assertThat(decoded(result).ToJSONString()).isEqualTo("""
                        {"error":"name: value (expected: other)","status":"failed","task_id":"task-1",\
                        "error_code":"%s","model_hash":"hash-1"}""".formatted(code.wireName()));
    }

    @Test
    void reportsAPassingFailureWithTheLastRetryAndArchivesTheTask() throws Exception {
        FinishedResult result = report(new TaskFailure(FailureCode.RENDER_FAILED, "page: crashed"), TASK, 5, 5);

        assertThat(result.archiveReason()).isEqualTo("render_failed: page: crashed");
        assertThat(decoded(result).get("error_code").AsString()).isEqualTo("render_failed");
    }

    @Test
    void tellsNobodyTheWordsOfAnUnknownException() throws Exception {
        FinishedResult result = report(new IOException("password=hunter2 at 10.0.0.7:6379"), TASK, 0, 0);

        assertThat(decoded(result).get("error_code").AsString()).isEqualTo("internal");
        assertThat(decoded(result).ToJSONString()).doesNotContain("hunter2").doesNotContain("10.0.0.7");
        assertThat(result.archiveReason()).startsWith("internal: ").doesNotContain("hunter2");
    }

    @Test
    void reportsWhereTheUndecodablePayloadSays() throws Exception {
        FinishedResult result = report(undecodable(TestingPayload.sound().with("input_model", 1)), null, 0, 5);

        assertThat(result.callbackUrl()).isEqualTo(TASK.callbackUrl());
        assertThat(decoded(result).get("error_code").AsString()).isEqualTo("invalid_payload");
        assertThat(decoded(result).get("error").AsString())
                .isEqualTo("input_model: wrong type (expected: a byte string)");
    }

    @Test
    void leavesTheHashEmptyWhereThereIsNone() throws Exception {
        FinishedResult result = report(undecodable(TestingPayload.sound().without("model_hash")), null, 0, 5);
        assertThat(decoded(result).get("model_hash").AsString()).isEmpty();
    }

    @Test
    void archivesWhatCannotBeReported() {
        assertThatExceptionOfType(ArchivedTaskException.class)
                .isThrownBy(() -> report(undecodable(TestingPayload.sound().without("callback_url")), null, 0, 5))
                .withMessage("invalid_payload: callback_url: absent (expected: 1..2048 characters)");
    }

    @Test
    void passesOnWhatIsAlreadyFinal() {
        ArchivedTaskException refused = new ArchivedTaskException("callback_url: http (expected: https)");
        assertThatThrownBy(() -> report(refused, TASK, 0, 5)).isSameAs(refused);
    }

    @Test
    void reportsNothingWhenTheWorkerIsStopped() {
        RuntimeException stopped = new IllegalStateException(new InterruptedException());
        assertThatThrownBy(() -> report(stopped, TASK, 5, 5)).isSameAs(stopped);
    }

    @Test
    void boundsWhatItTells() throws Exception {
        FinishedResult result = report(new TaskFailure(FailureCode.INVALID_MODEL, "x".repeat(100_000)), TASK, 0, 5);
        assertThat(result.body().length()).isLessThan(1200);
    }

    private FinishedResult report(Exception failure, @Nullable Task task, int retried, int maxRetry) throws Exception {
        return report.report(failure, task, null, "task-1", TYPE, retried, maxRetry);
    }

    private static UndecodableTaskException undecodable(TestingPayload payload) {
        Bytes bytes = payload.bytes();
        return catchThrowableOfType(UndecodableTaskException.class, () -> DECODER.decode(TYPE, bytes));
    }

    private static CBORObject decoded(FinishedResult result) {
        return CBORObject.DecodeFromBytes(result.body().toByteArray());
    }
}
