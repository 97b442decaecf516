package dev.meshwright.workbench.launch;

import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.io.launch.PoolFiles;
import java.util.List;

/**
 * A launch that was read.
 *
 * @param answer what it means and whether it runs
 * @param files a problem and a plan for each pool whose model and GPUs are known
 */
public record Launched(LaunchAnswer answer, List<PoolFiles> files) {

    public Launched {
        files = List.copyOf(files);
    }
}
