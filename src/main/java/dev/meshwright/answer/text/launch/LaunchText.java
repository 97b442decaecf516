package dev.meshwright.answer.text.launch;

import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.answer.launch.LaunchAnswer.PoolAnswer;
import dev.meshwright.answer.text.CheckText;
import dev.meshwright.answer.text.PoolsText;
import dev.meshwright.answer.text.brief.Sentences;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.launch.pool.Refusal.Kind;
import dev.meshwright.launch.pool.TrainingPart;
import dev.meshwright.launch.source.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a launch means, and whether it runs. */
public final class LaunchText {

    /** Lines for what follows for the pool: verdict and layout are above them. */
    private static final int MOST_OF_ONE = 14;

    /** The same for each of two. */
    private static final int MOST_OF_EACH = 7;

    private LaunchText() {}

    /** The verdict with its reasons first, then the pools, then what was read, defaulted and ignored. */
    public static String of(LaunchAnswer answer, Style style) {
        Page page = new Page(style);
        Launch launch = answer.launch();
        verdict(page, launch);
        launch.pools().forEach(pool -> pool(page, pool));
        read(page, answer);
        StringBuilder text = new StringBuilder(page.toString());
        for (PoolAnswer pool : answer.pools()) {
            pool.check().ifPresent(check -> text.append(
                            pool.role() == Role.ALL ? "\n" : "\n" + pool.role().label() + ":\n")
                    .append(CheckText.of(check, style)));
        }
        answer.together().ifPresent(check -> text.append('\n').append(PoolsText.of(check, style)));
        return text.toString();
    }

    /** The same on a first screen: the verdict, what follows for each pool, then as much of what was read as there is room for. */
    public static String brief(LaunchAnswer answer, Style style) {
        Page page = new Page(style);
        Launch launch = answer.launch();
        verdict(page, launch);
        launch.pools().forEach(pool -> pool(page, pool));
        StringBuilder checks = new StringBuilder();
        for (PoolAnswer pool : answer.pools()) {
            String role =
                    pool.role() == Role.ALL ? "" : Sentences.capital(pool.role().label()) + "\n";
            pool.check().ifPresent(check -> checks.append('\n')
                    .append(role)
                    .append(CheckText.brief(check, style, answer.pools().size() == 1 ? MOST_OF_ONE : MOST_OF_EACH)));
        }
        answer.together().ifPresent(check -> checks.append('\n').append(PoolsText.brief(check, style)));
        Page rest = new Page(style);
        read(rest, answer);
        return FirstScreen.of(page.toString() + checks + rest, style);
    }

    private static void read(Page page, LaunchAnswer answer) {
        Launch launch = answer.launch();
        list(page, "Read", byPlace(launch.read()));
        if (!launch.defaulted().isEmpty()) {
            page.heading("Not stated, taken as");
            page.paragraph("  ", "  ", String.join("; ", launch.defaulted()) + ".");
        }
        list(page, "Ignored: as far as is known it changes neither layout nor memory", byPlace(launch.ignored()));
        list(page, "Not judged", answer.notes());
    }

    private static void verdict(Page page, Launch launch) {
        Style style = page.style();
        String head =
                switch (launch.verdict()) {
                    case "runs" -> launch.cautious() ? style.warn("Runs, with cautions") : style.good("Runs");
                    case "refused" -> style.bad("Refused by the engine");
                    default -> style.bad("Fails while it starts or runs");
                };
        String what =
                launch.engine() + launch.version().map(version -> " " + version).orElse("") + ", "
                        + launch.pools().getFirst().model().orElse("a model without a name") + ", "
                        + Figures.number(launch.gpus(), "GPU")
                        + launch.pools().getFirst().gpu().map(gpu -> " " + gpu).orElse("");
        page.line(style.strong(head) + ": " + what);
        for (Refusal refusal : launch.refusals()) {
            String role = refusal.role() == Role.ALL ? "" : refusal.role().label() + ", ";
            String kind = refusal.kind() == Kind.CAUTION ? "caution: " : "";
            page.paragraph("  - ", "    ", kind + role + refusal.flag() + ": " + refusal.reason() + ".");
            if (!refusal.fix().isEmpty()) {
                page.paragraph("    Instead: ", "    ", refusal.fix() + ".");
            }
        }
    }

    private static void pool(Page page, Pool pool) {
        PoolLayout layout = pool.layout();
        String role =
                pool.role() == Role.ALL ? "Layout" : "Layout of " + pool.role().label();
        page.heading(role);
        page.paragraph("  ", "    ", degrees(layout) + ", " + Figures.number(pool.gpus(), "GPU") + ".");
        layout.stages().ifPresent(stages -> page.paragraph("  ", "    ", "Layers of the stages: " + stages + "."));
        List<String> rest = new ArrayList<>();
        pool.weights().ifPresent(format -> rest.add("weights " + format.label()));
        pool.cache().ifPresent(format -> rest.add("cache " + format));
        limits(pool.limits(), rest);
        pool.redundantExperts().ifPresent(number -> rest.add(Figures.number(number, "redundant expert")));
        pool.balancer().ifPresent(balancer -> rest.add("balancer " + balancer.text()));
        pool.speculation().ifPresent(speculation -> rest.add("speculation " + speculation.text()));
        pool.training().ifPresent(training -> training(training, rest));
        if (!rest.isEmpty()) {
            page.paragraph("  ", "    ", String.join(", ", rest) + ".");
        }
    }

    private static String degrees(PoolLayout layout) {
        StringBuilder text = new StringBuilder("TP" + layout.tensor() + " DP" + layout.data());
        layout.expert().ifPresent(expert -> text.append(" EP").append(expert));
        layout.expertTensor().ifPresent(tensor -> text.append(" ETP").append(tensor));
        layout.expertData().ifPresent(data -> text.append(data > 1 ? " EDP" + data : ""));
        text.append(" PP").append(layout.pipeline());
        text.append(layout.virtualStages() > 1 ? " VPP" + layout.virtualStages() : "");
        text.append(layout.prefillContext() > 1 ? " CP" + layout.prefillContext() : "");
        text.append(layout.decodeContext() > 1 ? " DCP" + layout.decodeContext() : "");
        return text.append(" x").append(layout.replicas()).toString();
    }

    private static void limits(Limits limits, List<String> rest) {
        String scope = limits.ofRank() ? " of an attention rank" : " of a server";
        limits.modelLength().ifPresent(length -> rest.add("sequences of up to " + Figures.count(length) + " tokens"));
        limits.sequences().ifPresent(number -> rest.add(Figures.number(number, "sequence") + scope));
        limits.tokensPerStep().ifPresent(tokens -> rest.add(Figures.number(tokens, "token") + " of a step" + scope));
        limits.memoryShare().ifPresent(share -> rest.add(limits.memoryFlag() + " " + Figures.plain(share)));
        limits.cacheTokens().ifPresent(tokens -> rest.add("a cache of " + Figures.number(tokens, "token")));
    }

    private static void training(TrainingPart training, List<String> rest) {
        training.globalBatch().ifPresent(batch -> rest.add("a global batch of " + Figures.count(batch)));
        training.microBatch().ifPresent(batch -> rest.add("micro-batches of " + Figures.count(batch)));
        rest.add("ZeRO stage " + training.zeroStage());
        rest.add("recomputation " + (training.recomputation().isEmpty() ? "none" : training.recomputation()));
    }

    /** Options of one line of a file stand together. */
    private static List<String> byPlace(List<String> options) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (String option : options) {
            int colon = option.indexOf(": ");
            String place = colon < 0 ? "" : option.substring(0, colon + 1);
            places.computeIfAbsent(place, unused -> new ArrayList<>()).add(option.substring(colon < 0 ? 0 : colon + 2));
        }
        return places.entrySet().stream()
                .map(place -> (place.getKey() + " " + String.join(", ", place.getValue())).strip())
                .toList();
    }

    private static void list(Page page, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            page.heading(heading);
            lines.forEach(line -> page.paragraph("  - ", "    ", line));
        }
    }
}
