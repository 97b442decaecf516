package dev.meshwright.launch.tree;

import dev.meshwright.launch.Findings;
import java.util.List;

/** Whoever can read YAML; JSON is YAML. */
public interface TreeSource {

    /**
     * The documents of a text.
     *
     * @param file name for places
     * @param firstLine of the text in the file, from 1
     * @param findings takes what is wrong with it
     */
    List<Tree> documents(String file, String text, int firstLine, Findings findings);
}
