package dev.meshwright.launch.export;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the options of one engine say a layout: the reverse of reading them. */
sealed interface EngineExport permits VllmExport, SglangExport, TensorRtExport, MegatronExport {

    /** The engine of that label. */
    static EngineExport of(String engine) {
        return switch (engine) {
            case "vllm" -> new VllmExport();
            case "sglang" -> new SglangExport();
            case "tensorrt-llm" -> new TensorRtExport();
            case "megatron" -> new MegatronExport();
            default -> throw new IllegalArgumentException("no engine is called " + engine);
        };
    }

    /** What is the same on every node. */
    Exported exported(Ordered ordered);

    /** What differs: rank, address and port of a node of a server. */
    List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses);

    /** The program, and the model where it stands behind the words. */
    static List<String> program(OptionBook book, String checkpoint) {
        List<String> words = new ArrayList<>(book.start().program());
        if (book.start().modelNext()) {
            words.add(checkpoint);
        }
        return words;
    }

    /** Layers of each stage, parted by commas. */
    static String partition(Ordered ordered) {
        return ordered.layout().stages().stream()
                .map(Stage::layers)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    /** The value of an option that begins so, as the engine spells it; {@code wanted} where it takes any. */
    static String choice(Ordered ordered, Meaning meaning, String wanted) {
        return ordered.book().of(meaning, ordered.version()).stream()
                .flatMap(option -> option.choices().stream())
                .filter(value -> value.startsWith(wanted))
                .findFirst()
                .orElse(wanted);
    }

    /** Formats of the cache that are not the model's own; empty for 16 bits. */
    static String cacheFormat(Ordered ordered) {
        return switch (ordered.model().precisions().keyValueCache()) {
            case FP8 -> choice(ordered, Meaning.CACHE_FORMAT, "fp8");
            case NVFP4 -> "nvfp4";
            case MXFP4 -> "fp4_e2m1";
            case INT8 -> "int8_per_token_head";
            case FP32, BF16, FP16, INT4 -> "";
        };
    }

    /**
     * The share of memory that the plan counts with, where it is not what every release takes: the problem states one, or the
     * engine would derive its own from limits that are written beside it. In thousandths, and no less than planned.
     */
    static void share(Ordered ordered, Flags flags, boolean derived) {
        boolean stated = ordered.problem().assumptions().memoryFraction().isPresent();
        ordered.room()
                .filter(room -> stated || derived)
                .ifPresent(room -> flags.put(
                        Meaning.MEMORY_SHARE,
                        Math.min(1, Math.ceil(room.share() * THOUSANDTHS - ROUNDING) / THOUSANDTHS),
                        stated ? "Stated by the problem." : "The share of memory that the plan counts with."));
    }

    /** Engines round shares to so many parts. */
    double THOUSANDTHS = 1000;

    /** Far below a thousandth, far above what a product of doubles is off by. */
    double ROUNDING = 1e-6;

    /** Refuses a plan that the release has no options for. */
    static void require(Ordered ordered, Flags... all) {
        List<Fault> faults = new ArrayList<>();
        for (Flags flags : all) {
            for (Meaning meaning : flags.missing()) {
                faults.add(new Fault(
                        "",
                        "",
                        meaning.label(),
                        ordered.book().engine()
                                + ordered.version()
                                        .map(version -> " " + version)
                                        .orElse("") + " has no option for it",
                        "Maybe another release: assumptions.engineVersion."));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }
}
