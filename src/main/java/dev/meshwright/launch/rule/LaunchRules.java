package dev.meshwright.launch.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionType;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.option.Setting;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.launch.shell.Unset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What the settings of a launch, with the sizes of its model, say of whether it runs; memory is the cost model's matter.
 * Sources of each engine's rules stand in their classes.
 */
public final class LaunchRules {

    private LaunchRules() {}

    /**
     * Everything that is wrong with a pool.
     *
     * @param changed layout of the same server with other values of some options
     */
    public static List<Refusal> judge(Pool pool, Options options, Function<Map<Meaning, String>, PoolLayout> changed) {
        Judgement judgement = new Judgement(pool, options);
        for (Setting setting : options.server().settings()) {
            setting.option().ifPresent(option -> option(setting, option, judgement));
        }
        twice(judgement);
        capacity(judgement);
        share(judgement);
        if (pool.training().isPresent()) {
            MegatronRules.judge(judgement);
        } else {
            CutRules.judge(judgement, changed);
            LengthRules.judge(judgement);
            switch (options.server().engine()) {
                case "vllm" -> VllmRules.judge(judgement);
                case "sglang" -> SglangRules.judge(judgement);
                default -> TensorRtRules.judge(judgement);
            }
        }
        return judgement.found();
    }

    /** Options that this release does not have, and values that an option does not take. */
    private static void option(Setting setting, EngineOption option, Judgement judgement) {
        if (!option.invalid().isEmpty()) {
            judgement.refused(setting.written(), "unknown argument: " + option.invalid(), option.mend());
            return;
        }
        release(setting, option, judgement);
        boolean chosen = !option.choices().isEmpty()
                && option.means().filter(Meaning.EXCHANGE_SWITCH::equals).isEmpty()
                && option.means().filter(Meaning.GPU::equals).isEmpty();
        String value = setting.value();
        if (chosen && !Unset.in(value) && !option.choices().contains(value)) {
            judgement.refused(
                    setting.written(),
                    value + " is no choice of " + option.flag(),
                    "drop the flag, or one of: " + String.join(", ", option.choices()));
        }
    }

    /** Without a stated release an option that the newest lacks is worth a look: the launch may be of an older one. */
    private static void release(Setting setting, EngineOption option, Judgement judgement) {
        Optional<EngineVersion> version = judgement.options().server().version();
        if (option.versions().holds(version)) {
            return;
        }
        String reason = "is an option of releases " + option.versions().text();
        boolean variable = option.name().equals(option.name().toUpperCase(Locale.ROOT));
        if (version.isPresent() && !variable) {
            judgement.refused(setting.written(), reason + "; this is " + version.get(), option.mend());
        } else {
            judgement.caution(
                    setting.written(),
                    reason + version.map(own -> "; this is " + own).orElse(""),
                    option.mend());
        }
    }

    /** Of two values of one option one counts: the last of a line, or what a file says where files win. */
    private static void twice(Judgement judgement) {
        Map<EngineOption, Setting> first = new HashMap<>();
        for (Setting setting : judgement.options().server().settings()) {
            EngineOption option = setting.option().orElse(null);
            if (option == null || option.perNode() || option.means().isEmpty() || option.type() == OptionType.LIST) {
                continue;
            }
            // A batch job states GPUs and tasks of a node, and the launcher behind it processes.
            if (option.means().filter(Meaning.GPUS_PER_NODE::equals).isPresent()) {
                continue;
            }
            Setting other = first.put(option, setting);
            boolean differs = other != null && !other.value().equals(setting.value());
            if (differs && !other.value().equals("{}") && !setting.value().equals("{}")) {
                judgement.caution(
                        setting.written(),
                        "is " + Unset.shown(setting.value()) + " at "
                                + setting.place().text() + " and "
                                + Unset.shown(other.value()) + " at "
                                + other.place().text() + ": "
                                + Unset.shown(setting.value()) + " counts",
                        "one of the two");
            }
        }
    }

    /** Engines take shares of memory above 0 and up to 1, and whole numbers of sequences. */
    private static void share(Judgement judgement) {
        OptionalDouble share = judgement.pool().limits().memoryShare();
        if (share.isPresent() && !(share.getAsDouble() > 0 && share.getAsDouble() <= 1)) {
            judgement.refused(
                    judgement.flag(Meaning.MEMORY_SHARE),
                    Figures.plain(share.getAsDouble()) + " is no share of memory: above 0 and at most 1",
                    judgement.flag(Meaning.MEMORY_SHARE) + " 0.9");
        }
        OptionalInt sequences = judgement.pool().limits().sequences();
        if (sequences.isPresent() && sequences.getAsInt() < 1) {
            judgement.refused(
                    judgement.flag(Meaning.SEQUENCES),
                    sequences.getAsInt() + " sequences are none",
                    judgement.flag(Meaning.SEQUENCES) + " 1 or more");
        }
    }

    /** A server needs no more GPUs than stand ready for it. */
    private static void capacity(Judgement judgement) {
        Pool pool = judgement.pool();
        OptionalInt given = pool.gpusGiven();
        int needed = pool.layout().gpusPerServer();
        if (pool.training().isEmpty() && given.isPresent() && needed > given.getAsInt()) {
            judgement.refused(
                    judgement.flag(
                            judgement.options().book().of(Meaning.TENSOR).isPresent()
                                    ? Meaning.TENSOR
                                    : Meaning.STAGE_RANKS),
                    "needs " + needed + " GPUs and is given " + given.getAsInt(),
                    "GPUs of the container or nodes that give " + needed + ", or smaller degrees");
        }
    }
}
