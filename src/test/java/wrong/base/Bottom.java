package wrong.base;

import ai.timefold.solver.core.api.score.SimpleScore;
import com.samskivert.mustache.Template;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import wrong.cli.Top;

/** Looks up the stairs, uses everybody's libraries, prints and hands out a tree. */
@Command
public final class Bottom {

    public Top top() {
        return new Top();
    }

    public boolean libraries(Object value) {
        return value instanceof JsonNode || value instanceof SimpleScore || value instanceof Template;
    }

    public void print() {
        System.out.println("wrong");
    }

    public Map<String, Object> tree() {
        return Map.of();
    }
}
