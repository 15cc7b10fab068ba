// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers like Hunyuan 3D Pro on the international surface: it checks every signature against the clock and the bytes that
 * came in, wraps errors in a 200, runs three jobs at once, frees a slot 30 s after a job's end, knows a job for 24 hours in
 * the region where it was made, and serves its files as long. A job is done when it was asked for as often as a test wants.
 */
public final class TestingTencent extends TestingProvider {

    public static final String ID = "AKIDtesting";
    public static final String KEY = "testing-tencent-secret";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration SLOT_LAG = Duration.ofSeconds(30);

    private final TestingTc3 signatures = new TestingTc3(ID, KEY);
    private final Map<String, Job> jobs = new HashMap<>();
    private InstantSource clock = Clock.systemUTC();
    private @Nullable String service = "hunyuan";
    private int pollsUntilDone = 2;
    private String errorCode = "";
    private String errorMessage = "";
    private List<String> types = List.of("OBJ", "GLB");

    private byte @Nullable [] content;

    private static final class Job {
        final String region;
        final Instant madeAt;
        int polls;

        @Nullable
        Instant endedAt;

        Job(String region, Instant madeAt) {
            this.region = region;
            this.madeAt = madeAt;
        }
    }

    /** Go by another clock than the machine's. */
    public synchronized TestingTencent clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Take signatures of any service: Tencent's own client names it by the first label of the host that it calls. */
    public synchronized TestingTencent anyService() {
        service = null;
        return this;
    }

    /** Be done at this question. */
    public synchronized TestingTencent doneAfter(int polls) {
        pollsUntilDone = polls;
        return this;
    }

    /** End jobs with a failure. */
    public synchronized void failWith(String code, String message) {
        errorCode = code;
        errorMessage = message;
    }

    /** Make files of these types. */
    public synchronized void results(String... names) {
        types = List.of(names);
    }

    /** Make one file, of this type and with this content. */
    public synchronized void result(String name, byte[] bytes) {
        types = List.of(name);
        content = bytes;
    }

    @Override
    protected boolean buys(Call call) {
        return "SubmitHunyuanTo3DProJob".equals(call.headers().get("x-tc-action"));
    }

    @Override
    protected boolean worked(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8).contains("\"JobId\"");
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (call.path().startsWith("/files/")) {
            return file(call);
        }
        if (!call.method().equals("POST")
                || !call.path().equals("/")
                || call.uri().getQuery() != null) {
            return Answer.json(404, "");
        }
        String refusal = signatures.refusal(call, clock.instant(), service);
        if (refusal != null) {
            return error(refusal, "The provided credentials could not be validated.");
        }
        if (!"2023-09-01".equals(call.headers().get("x-tc-version"))) {
            return error("NoSuchVersion", "The specified Version does not exist.");
        }
        String region = call.headers().getOrDefault("x-tc-region", "");
        if (!List.of("ap-singapore", "na-siliconvalley", "eu-frankfurt").contains(region)) {
            return error("UnsupportedRegion", "The region is not supported.");
        }
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (IOException e) {
            return error("InvalidParameter", "no JSON");
        }
        return switch (call.headers().getOrDefault("x-tc-action", "")) {
            case "SubmitHunyuanTo3DProJob" -> submit(body, region);
            case "QueryHunyuanTo3DProJob" -> query(body, region);
            default -> error("InvalidAction", "The specified Action does not exist.");
        };
    }

    private Answer submit(JsonNode body, String region) {
        String wrong = TestingTencentRequest.refusal(body);
        if (wrong != null) {
            return error(wrong, "The request is wrong.");
        }
        Instant now = clock.instant();
        long running = jobs.values().stream()
                .filter(job -> job.endedAt == null || now.isBefore(job.endedAt.plus(SLOT_LAG)))
                .count();
        if (running >= 3) {
            return error("RequestLimitExceeded.JobNumExceed", "The number of jobs exceeds the limit.");
        }
        String id = String.valueOf(1_375_367_755_519_696_896L + jobs.size());
        jobs.put(id, new Job(region, now));
        return response("\"JobId\":\"%s\"".formatted(id));
    }

    private Answer query(JsonNode body, String region) {
        String id = body.path("JobId").asText("");
        Job job = jobs.get(id);
        if (job == null || !job.region.equals(region) || clock.instant().isAfter(job.madeAt.plus(LIFE))) {
            return error("FailedOperation.JobNotFound", "The job does not exist.");
        }
        job.polls++;
        if (job.polls < pollsUntilDone) {
            return status(job.polls == 1 ? "WAIT" : "RUN", "", "", "");
        }
        if (job.endedAt == null) {
            job.endedAt = clock.instant();
        }
        if (!errorCode.isEmpty()) {
            return status("FAIL", errorCode, errorMessage, "");
        }
        StringBuilder files = new StringBuilder();
        for (String type : types) {
            String name = type.equals("GLB") ? ".glb" : type.equals("OBJ") ? ".zip" : ".bin";
            long from = job.endedAt.getEpochSecond();
            files.append(files.isEmpty() ? "" : ",")
                    .append(
                            "{\"Type\":\"%s\",\"Url\":\"%s/files/%s%s?q-sign-time=%d;%d\",\"PreviewImageUrl\":\"%s/files/%s.png\"}"
                                    .formatted(type, url(), id, name, from, from + 86_399, url(), id));
        }
        return status("DONE", "", "", files.toString());
    }

    /** A file is behind a signature of its own, for a day; a second one is refused. */
    private Answer file(Call call) {
        String query = String.valueOf(call.uri().getQuery());
        String until = query.substring(query.indexOf(';') + 1);
        if (call.headers().containsKey("authorization")
                || !until.matches("[0-9]+")
                || clock.instant().getEpochSecond() > Long.parseLong(until)) {
            return Answer.json(403, "<Error><Code>AccessDenied</Code></Error>");
        }
        if (content != null) {
            return Answer.file("application/octet-stream", content);
        }
        return call.path().endsWith(".glb")
                ? Answer.file("model/gltf-binary", glb())
                : Answer.file(
                        "application/zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    private static byte[] glb() {
        byte[] json = "{\"asset\":{\"version\":\"2.0\"}} ".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(20 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46546c67)
                .putInt(2)
                .putInt(20 + json.length)
                .putInt(json.length)
                .putInt(0x4e4f534a)
                .put(json)
                .array();
    }

    private static Answer status(String status, String code, String message, String files) {
        return response("\"Status\":\"%s\",\"ErrorCode\":\"%s\",\"ErrorMessage\":\"%s\",\"ResultFile3Ds\":[%s]"
                .formatted(status, code, message, files));
    }

    private static Answer error(String code, String message) {
        return response("\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"}".formatted(code, message));
    }

    private static Answer response(String fields) {
        return Answer.json(200, "{\"Response\":{%s,\"RequestId\":\"%s\"}}".formatted(fields, UUID.randomUUID()));
    }
}
