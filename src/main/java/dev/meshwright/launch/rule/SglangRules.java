package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.pool.Balancer;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Speculation;
import dev.meshwright.launch.source.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What SGLang checks of its settings ({@code python/sglang/srt/server_args.py}, {@code eplb/expert_location.py}). */
final class SglangRules {

    private static final Set<String> DRAFTING = Set.of("EAGLE", "EAGLE3", "NEXTN");

    /** The first release whose draft model takes redundant experts. */
    private static final String REDUNDANT_DRAFTS = "0.5.7";

    private SglangRules() {}

    static void judge(Judgement judgement) {
        ranks(judgement);
        slots(judgement);
        speculation(judgement);
        chunks(judgement);
    }

    private static void ranks(Judgement judgement) {
        Options options = judgement.options();
        int ranks = options.degree(Meaning.STAGE_RANKS);
        int data = options.degree(Meaning.DATA);
        int context = judgement.layout().prefillContext();
        if (options.on(Meaning.ATTENTION_DATA) && ranks % (data * context) != 0) {
            judgement.refused(
                    judgement.flag(Meaning.DATA),
                    ranks + " ranks are not divisible by " + data * context + " attention copies",
                    factors(judgement, ranks, Meaning.PREFILL_CONTEXT, context, Meaning.DATA, data));
        }
        int expert = judgement.layout().expert().orElse(1);
        int copies = judgement.layout().expertData().orElse(1);
        if (judgement.layout().expert().isPresent()
                && judgement.layout().expertTensor().isEmpty()) {
            judgement.refused(
                    judgement.flag(Meaning.EXPERT),
                    ranks + " ranks are not divisible by " + expert * copies,
                    factors(judgement, ranks, Meaning.EXPERT_DATA, copies, Meaning.EXPERT, expert));
        }
        if (copies > 1 && judgement.layout().pipeline() > 1) {
            judgement.refused(
                    judgement.flag(Meaning.EXPERT_DATA),
                    "excludes pipeline stages",
                    judgement.flag(Meaning.PIPELINE) + " 1");
        }
    }

    /** The next smaller degrees whose product divides the ranks; the first is kept where it does so itself. */
    private static String factors(
            Judgement judgement, int ranks, Meaning first, int degree, Meaning second, int other) {
        int kept = Judgement.divisor(ranks, degree);
        String changed = kept == degree ? "" : judgement.flag(first) + " " + kept + " ";
        return changed + judgement.flag(second) + " " + Judgement.divisor(ranks / kept, other);
    }

    private static void slots(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int redundant = judgement.pool().redundantExperts().orElse(0);
        int ranks = layout.expert().orElse(1);
        int experts = judgement.experts();
        if (experts == 0 || judgement.pool().balancer().isEmpty()) {
            return;
        }
        if ((experts + redundant) % ranks != 0) {
            judgement.fails(
                    judgement.flag(Meaning.REDUNDANT_EXPERTS),
                    "(" + experts + " + " + redundant + ") / " + ranks + " slots are not whole",
                    judgement.flag(Meaning.REDUNDANT_EXPERTS) + " " + SlotRules.redundant(experts, ranks) + " ...");
        }
        if (layout.pipeline() > 1) {
            stages(judgement, redundant);
        }
        boolean drafts = judgement.pool().speculation().isPresent();
        if (redundant > 0 && drafts && experts % ranks != 0) {
            String reason = "the draft model has no redundant experts before " + REDUNDANT_DRAFTS + ": " + experts
                    + " / " + ranks + " is not whole";
            long divides = Judgement.greatestCommonDivisor(
                    experts, Judgement.greatestCommonDivisor(redundant, layout.stageRanks()));
            String fix = judgement.flag(Meaning.EXPERT) + " " + divides + ", or a later release";
            if (judgement.options().before(REDUNDANT_DRAFTS)) {
                judgement.fails(judgement.flag(Meaning.REDUNDANT_EXPERTS), reason, fix);
            } else if (judgement.options().server().version().isEmpty()) {
                judgement.caution(judgement.flag(Meaning.REDUNDANT_EXPERTS), reason, fix);
            }
        }
    }

    /** A map that gives every expert one slot names no rank that is counted over stages: nothing is known to be against it. */
    private static void stages(Judgement judgement, int redundant) {
        Balancer.Kind kind = judgement.pool().balancer().orElseThrow().kind();
        if (kind == Balancer.Kind.FILE && redundant == 0) {
            judgement.caution(
                    judgement.flag(Meaning.EXPERT_MAP),
                    "whether a map of experts works with pipeline stages is not known",
                    "a start without it, which costs what its balance gains");
        } else {
            judgement.refused(
                    judgement.flag(Meaning.PIPELINE),
                    "expert slots are counted over all ranks, stages included",
                    judgement.flag(Meaning.PIPELINE) + " 1");
        }
    }

    private static void speculation(Judgement judgement) {
        Optional<Speculation> speculation = judgement.pool().speculation();
        if (speculation.isEmpty()) {
            return;
        }
        Speculation stated = speculation.get();
        String method = stated.method().toUpperCase(Locale.ROOT);
        int numbers = (stated.steps().isPresent() ? 1 : 0)
                + (stated.top().isPresent() ? 1 : 0)
                + (stated.drafts().isPresent() ? 1 : 0);
        if (DRAFTING.contains(method) && numbers > 0 && numbers < 3) {
            judgement.fails(
                    judgement.flag(Meaning.SPECULATION_METHOD),
                    "has " + numbers + " of its three numbers",
                    "all of " + judgement.flag(Meaning.SPECULATION_STEPS) + ", "
                            + judgement.flag(Meaning.SPECULATION_TOP) + ", "
                            + judgement.flag(Meaning.SPECULATION_DRAFTS)
                            + ", or none");
        }
        if (method.equals("DSPARK") && judgement.pool().role() != Role.ALL) {
            judgement.refused(
                    judgement.flag(Meaning.SPECULATION_METHOD),
                    "DSpark is refused where prefill and decode are apart",
                    "one pool for both, or no speculation");
        }
    }

    /** Prompts are cut at pages of the cache. */
    private static void chunks(Judgement judgement) {
        int chunk = judgement.pool().limits().tokensPerStep().orElse(0);
        int page = judgement.options().server().settings().stream()
                .filter(setting -> setting.option()
                        .filter(option -> option.name().equals("page-size"))
                        .isPresent())
                .map(setting -> setting.value())
                .filter(value -> value.matches("[1-9]\\d{0,5}"))
                .map(Integer::valueOf)
                .reduce((first, second) -> second)
                .orElse(1);
        if (chunk > 0 && chunk % page != 0) {
            judgement.refused(
                    judgement.flag(Meaning.TOKENS_PER_STEP),
                    chunk + " tokens are not whole pages of " + page,
                    judgement.flag(Meaning.TOKENS_PER_STEP) + " " + Math.max(page, chunk / page * page));
        }
    }
}
