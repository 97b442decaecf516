package dev.meshwright.launch.export;

import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is started with, the same on every node.
 *
 * @param program words of the command in front of the options
 * @param environment variables that every process sees
 * @param flags of the command line
 * @param settings of a file beside the command, by the names of their keys; none where the engine takes all on its line
 * @param map experts by slots, in a file or among the settings; empty where the engine has none of ours
 * @param notes what the plan has that the engine does otherwise
 */
public record Exported(
        List<String> program,
        List<Flag> environment,
        List<Flag> flags,
        List<Flag> settings,
        Optional<ExpertMap> map,
        List<String> notes) {

    /** The file of settings. */
    public static final String SETTINGS = "engine.yaml";

    /** The file of experts by slots. */
    public static final String MAP = "expert-map.json";

    public Exported {
        program = List.copyOf(program);
        environment = List.copyOf(environment);
        flags = List.copyOf(flags);
        settings = List.copyOf(settings);
        notes = List.copyOf(notes);
    }

    /**
     * The options of a plan.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that the engine's release has no option for
     */
    public static Exported of(Ordered ordered) {
        return EngineExport.of(ordered.book().engine()).exported(ordered);
    }

    /** What a node adds: rank, address, port; values are words of shell. */
    public static List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses) {
        return EngineExport.of(ordered.book().engine()).ofNode(ordered, part, addresses);
    }
}
