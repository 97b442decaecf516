package dev.meshwright.launch.export.shell;

import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import java.util.List;

/** A training as a job of Slurm. */
public final class BatchJob {

    private static final int PORT = 8000;

    private BatchJob() {}

    /** The job of a training, whose part is that of its first node. */
    public static String of(Ordered ordered, Exported exported, NodePart part) {
        String command = ServerCommand.of(ordered, exported, part, Addresses.ofJob(PORT), false, List.of("\"$@\""));
        return ShellWords.literal("#!/usr/bin/env bash\n#SBATCH --job-name=training\n#SBATCH --nodes=" + part.nodes()
                + "\n#SBATCH --ntasks-per-node=1\n#SBATCH --gpus-per-node=" + part.gpus()
                + "\n#SBATCH --exclusive\n"
                + ShellWords.comment("sbatch train.sbatch; one process of srun starts those of a node.")
                + "\nset -euo pipefail\n\n"
                + "LEADER_ADDRESS=\"$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1)\"\nexport LEADER_ADDRESS\n\n"
                + "srun bash -c " + ShellWords.quoted(command) + " train \"$@\"\n");
    }
}
