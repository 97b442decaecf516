package stranger;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;

final class Embedding {

    static String bestLayout(Path file) {
        SearchRequest request = SearchRequest.of(ProblemFiles.open(file));
        return switch (new Workbench().search(request, Watch.NONE)) {
            case SearchAnswer.Found found -> {
                var argument = found.argument();
                var layout = argument.winner().layout();
                yield layout.degrees().shortName() + ", layers " + layout.stages() + "\n"
                        + argument.assessment().binding().resource().label() + " binds\n"
                        + argument.proof().sentence();
            }
            case SearchAnswer.Split split ->
                split.argument().pools().shortName() + "\n"
                        + split.argument().evaluation().together().limit().words() + " decides";
            case SearchAnswer.NoPools none -> none.reason();
            case SearchAnswer.NothingFound nothing -> nothing.shortage().tightest();
            case SearchAnswer.NoneYet none -> none.unfinished().sentence();
        };
    }
}
