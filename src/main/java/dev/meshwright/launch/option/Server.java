package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.source.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one server, or one training, was launched with: the options as stated, before they mean anything.
 *
 * @param engine its label
 * @param version stated by an image, or by whoever asks
 * @param settings options in the order in which later ones win
 * @param defaults of options that the way of starting has for itself
 * @param deployment what stands around the command
 * @param command first words of it, for messages
 * @param place where it is started
 */
public record Server(
        String engine,
        Optional<EngineVersion> version,
        List<Setting> settings,
        Map<String, String> defaults,
        Deployment deployment,
        String command,
        Place place) {

    public Server {
        settings = List.copyOf(settings);
        defaults = Map.copyOf(defaults);
    }

    /** The same with other surroundings. */
    public Server withDeployment(Deployment other) {
        return new Server(engine, version, settings, defaults, other, command, place);
    }

    /** The same with other values of some options, which win against those that are stated. */
    public Server with(Map<Meaning, String> values, OptionBook book) {
        List<Setting> all = new ArrayList<>(settings);
        values.forEach((meaning, value) -> book.of(meaning)
                .ifPresent(option -> all.add(new Setting(Optional.of(option), option.flag(), value, place))));
        return new Server(engine, version, all, defaults, deployment, command, place);
    }
}
