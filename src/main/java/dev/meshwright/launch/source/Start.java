package dev.meshwright.launch.source;

import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that launches: a command, or settings of an engine that a file holds without one.
 *
 * @param call with its words; no words where there is no command
 * @param settings of the engine as a mapping, under the engine's own names; empty without
 * @param engine that the file names, in its own spelling; empty where the command or the settings tell
 * @param model that the file names beside the command; empty without
 * @param deployment what stands around it
 */
public record Start(
        Call call, Optional<Tree> settings, Optional<String> engine, Optional<String> model, Deployment deployment) {

    /** A command. */
    public static Start of(Call call, Deployment deployment) {
        return new Start(call, Optional.empty(), Optional.empty(), Optional.empty(), deployment);
    }

    /** Settings without a command. */
    public static Start of(
            Tree settings, Optional<String> engine, Optional<String> model, Deployment deployment, Place place) {
        return new Start(
                new Call(List.of(), Map.of(), List.of(), place), Optional.of(settings), engine, model, deployment);
    }

    /** The same command with more words. */
    public Start withMoreWords(List<String> more) {
        List<String> words = new ArrayList<>(call.words());
        words.addAll(more);
        return new Start(call.withWords(words), settings, engine, model, deployment);
    }
}
