package dev.meshwright.cli.option;

import picocli.CommandLine.Option;

/** Whether what an input file names may lie outside of its folder: whoever wrote the file may not be whoever runs it. */
public final class OutsideOption {

    @Option(
            names = "--allow-outside",
            description = "Files that an input file names may lie outside of that file's folder.")
    private boolean outside;

    /** Whether they may. */
    public boolean allowed() {
        return outside;
    }
}
