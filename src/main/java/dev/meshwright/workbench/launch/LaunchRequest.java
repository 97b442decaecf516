package dev.meshwright.workbench.launch;

import dev.meshwright.io.launch.PoolWork;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Asks what files launch.
 *
 * @param files of one launch
 * @param asked what is said beside them
 * @param variables that they leave open
 * @param work that is served
 * @param evaluate whether pools are evaluated too
 * @param constants that they are costed with
 * @param effort of what a launch leaves to be placed
 */
public record LaunchRequest(
        List<Path> files,
        Asked asked,
        Map<String, String> variables,
        PoolWork work,
        boolean evaluate,
        Constants constants,
        Effort effort) {

    public LaunchRequest {
        files = List.copyOf(files);
        variables = Map.copyOf(variables);
    }

    /** Files alone, read and judged. */
    public static LaunchRequest of(List<Path> files, Asked asked) {
        return new LaunchRequest(files, asked, Map.of(), PoolWork.USUAL, false, Constants.STANDARD, Effort.DEFAULT);
    }
}
