// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.source.ModelLimits;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.Task;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a task without running it.
 *
 * @param error what is wrong with the input as far as it is seen without a browser; absent for nothing
 * @param made what the model holds; absent where only a browser can tell, and for pictures
 */
record DryRun(
        RunInput input,
        RunPlan plan,
        Config config,
        @Nullable String error,
        @Nullable MadeModel made) {

    /** Decode and check; nothing is started, asked or bought. */
    static DryRun of(RunInput input, RunPlan plan, Config config) throws IOException {
        var decoder = new TaskDecoder(
                CborLimits.TASK.withMaxBytes(config.maxPayload().bytes()), EnumSet.allOf(TaskType.class));
        try {
            Task task = decoder.decode(input.type().wireName(), Bytes.of(input.payload("http://127.0.0.1:1/callback")));
            MadeModel made =
                    task instanceof ModelTask bringing && bringing.source().bytes() != null
                            ? look(bringing, config)
                            : null;
            String wrong = made == null || made.messages().isEmpty()
                    ? null
                    : made.messages().getFirst();
            return new DryRun(input, plan, config, wrong, made);
        } catch (TaskFailure wrong) {
            return new DryRun(input, plan, config, wrong.getMessage(), null);
        }
    }

    private static @Nullable MadeModel look(ModelTask task, Config config) {
        Model model = new ModelReader(new ModelLimits(config.maxModel().bytes()), Map.of()).read(task);
        // The other formats are converted in the browser, and what is meshopt is decoded first.
        boolean readable = model.extension().equals(".glb") || model.extension().equals(".gltf");
        if (!readable) {
            return null;
        }
        MadeModel made = MadeModel.of(model);
        return made.messages().stream().anyMatch(message -> message.contains("meshopt")) ? null : made;
    }

    /** Return what the terminal shows. */
    String print() {
        var text = new StringBuilder();
        text.append("%s: %s, %s%n".formatted(input.name(), input.type().wireName(), SheetText.size(input.size())));
        if (error != null) {
            text.append("invalid: ").append(error).append('\n');
        } else if (made != null && made.facts() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "sound: %,d triangles, %d materials, %d textures%n",
                    made.facts().triangles(),
                    made.facts().materials(),
                    made.textures().size()));
        } else {
            text.append("decoded; what only a browser or a provider can tell is not checked\n");
        }
        text.append("\nsteps, in order:\n");
        plan.steps().forEach(step -> text.append("  ").append(step.id()).append('\n'));
        text.append(plan.lines().isEmpty() ? "\nproviders: none is asked\n" : "\nproviders, in the order asked:\n");
        for (RunPlan.Line line : plan.lines()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-18s %-11s %-8s %-28s %s%n",
                    line.capability().wireName(),
                    line.provider().wireName(),
                    line.configured() ? "key set" : "no key",
                    line.model(),
                    line.price().isEmpty()
                            ? "price unknown"
                            : line.price() + " USD"
                                    + (line.priced().contains("one credit") ? " a credit" : " a call")));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nceiling: %.2f USD (worker.providers.max_cost_per_task); this dry run spends nothing",
                plan.buys() ? config.providers().maxCostPerTask() / 1e6 : 0));
        return text.toString();
    }

    /** Return the same for programs. */
    ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("dry_run", true);
        root.putObject("task")
                .put("type", input.type().wireName())
                .put("input", input.name())
                .put("input_bytes", input.size())
                .put("exported", input.exported());
        root.put("valid", error == null);
        root.put("error", error);
        ArrayNode steps = root.putArray("steps");
        plan.steps().forEach(step -> steps.addObject().put("step", step.id()).put("message", step.message()));
        ArrayNode providers = root.putArray("providers");
        plan.lines()
                .forEach(line -> providers
                        .addObject()
                        .put("for", line.capability().wireName())
                        .put("provider", line.provider().wireName())
                        .put("model", line.model())
                        .put("configured", line.configured())
                        .put("price_usd", line.price().isEmpty() ? null : line.price())
                        .put("priced", line.priced()));
        root.put("ceiling_usd", plan.buys() ? config.providers().maxCostPerTask() / 1e6 : 0);
        return root;
    }
}
