package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.StepClock;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.*;
import dev.meshwright.replay.client.*;
import dev.meshwright.replay.scheduler.*;
import java.nio.file.*;
import java.util.*;

public final class ReplayExperiment {
    public static void main(String[] a) throws Exception {
        Catalogues catalogues = MeasuredRows.catalogues();
        Map<String, List<double[]>> byGroup = new TreeMap<>();
        int every = Integer.parseInt(a[1]);
        List<String> lines = Files.readAllLines(Path.of(a[0]));
        String[] head = lines.get(0).split(",");
        long t0 = System.nanoTime(), steps = 0;
        StringBuilder out = new StringBuilder("id,engine,model,gpu,c,isl,osl,mtpot,mttft,ctpot,cttft,rtpot,rttft\n");
        for (int n = 1; n < lines.size(); n += every) {
            String[] f = lines.get(n).split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < head.length; i++) row.put(head[i], f[i]);
            try {
                ServingRow read = ServingRow.of(row);
                ServingRecipe recipe = ServingRecipe.of(read);
                ServingPrediction closed = ServingPrediction.of(read, recipe, catalogues);
                MeasuredServing m = MeasuredServing.of(read, recipe, catalogues);
                if (recipe.drafts() > 0) continue;
                boolean ix = read.ofInferencex() && !row.getOrDefault("harness", "inferencex").equals("aic");
                EngineConstants constants = m.ofItsAge(EngineConstants.standard());
                CostModel model = new CostModel(catalogues.question(m.served().problem()), constants);
                Degrees d = m.served().layout().degrees();
                EngineProfile e = EngineProfile.of(read.engine(), constants);
                int perRank = d.microBatch() * d.pipeline();
                boolean aic = !ix;
                int budget = aic && read.engine() != Engine.SGLANG ? perRank + read.inputTokens() + 1500 : e.tokensPerStep();
                boolean mixed = aic && read.engine() == Engine.SGLANG && !read.modelPath().contains("Qwen3-32B");
                SchedulerSettings settings = new SchedulerSettings(Math.max(budget, perRank + 512), perRank, read.engine() != Engine.TENSORRT_LLM || budget < read.inputTokens(), mixed, 16, 1L << 40, Boolean.parseBoolean(a[2]));
                int C = read.concurrency();
                int requests = aic ? Math.min(20 * C, 4000) : 10 * C;
                int warm = aic ? 2 * C : 0;
                Random random = new Random(1);
                List<Lengths> lengths = new ArrayList<>();
                for (int i = 0; i < requests + warm; i++) {
                    int in = ix ? (int) (read.inputTokens() * (0.8 + 0.2 * random.nextDouble())) : read.inputTokens();
                    int o = ix ? (int) (read.outputTokens() * (0.8 + 0.2 * random.nextDouble())) : read.outputTokens();
                    lengths.add(new Lengths(Math.max(1, in), Math.max(1, o)));
                }
                List<Scheduler> ranks = new ArrayList<>();
                for (int r = 0; r < d.data(); r++) ranks.add(switch (read.engine()) { case VLLM -> new VllmScheduler(settings); case SGLANG -> new SglangScheduler(settings); case TENSORRT_LLM -> new TensorRtLlmScheduler(settings); });
                double front = e.requestSeconds() + read.inputTokens() * e.inputTokenSeconds();
                Outcome o = new Replay(new ClosedLoop(C, 0, lengths.iterator()), ranks, new ClockedSteps(model.stepClock(d)), new FrontEnd(front, 0), (t, r, w) -> {}).run();
                steps += o.steps();
                double tp = 0, tt = 0; int k = 0;
                for (int i = warm; i < o.requests(); i++) { if (o.outputTokens(i) > 1) { tp += o.timePerOutputToken(i); tt += o.timeToFirstToken(i); k++; } }
                tp /= k; tt /= k;
                double mt = read.timePerOutputTokenSeconds().orElse(Double.NaN), mf = read.timeToFirstTokenSeconds().orElse(Double.NaN);
                out.append(String.join(",", row.get("id"), read.engine().label(), read.modelPath(), read.system(), "" + C, "" + read.inputTokens(), "" + read.outputTokens(), "" + mt, "" + mf, "" + closed.timePerOutputTokenSeconds(), "" + closed.timeToFirstTokenSeconds(), "" + tp, "" + tt)).append("\n");
            } catch (dev.meshwright.lab.row.UnpredictableRowException x) { }
        }
        Files.writeString(Path.of(a[3]), out);
        System.out.println(steps + " steps in " + (System.nanoTime() - t0) / 1e9);
    }
}
