package dev.meshwright.answer.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.meshwright.answer.report.block.Block;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.resource.ResourceText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer as one HTML file: its text, tables and charts, the data behind them, and the code that draws. */
public final class Report {

    /** Release of ECharts on the class path; a test holds it equal to the build's. */
    static final String ECHARTS = "5.3.1";

    private static final String ECHARTS_FOLDER = "/META-INF/resources/webjars/echarts/" + ECHARTS + "/";

    private static final String FOLDER = "/dev/meshwright/report/";

    private Report() {}

    /**
     * The page of an answer.
     *
     * @param document the answer as plain data
     * @param json the same as JSON
     */
    public static String of(Map<String, ?> document, String json) {
        Tree tree = new Tree(document);
        Headline headline = new Headline(tree);
        String charts = ResourceText.of(ECHARTS_FOLDER + "dist/echarts.common.min.js");
        String script = ResourceText.of(FOLDER + "report.js");
        Template template = Mustache.compiler()
                .emptyStringIsFalse(true)
                .defaultValue("")
                .compile(ResourceText.of(FOLDER + "page.mustache"));
        return template.execute(Map.ofEntries(
                Map.entry("title", headline.title()),
                Map.entry("setting", headline.setting()),
                Map.entry("verdict", headline.verdict()),
                Map.entry("sentence", headline.sentence()),
                Map.entry(
                        "sections", sections(tree).stream().map(Report::section).toList()),
                Map.entry("tool", tree.at("provenance").text("tool")),
                Map.entry("digest", tree.at("problem").text("digest")),
                Map.entry("style", ResourceText.of(FOLDER + "report.css")),
                Map.entry("script", script),
                Map.entry("charts", charts),
                Map.entry("hashes", "'" + hash(charts) + "' '" + hash(script) + "'"),
                Map.entry("licence", ResourceText.of(ECHARTS_FOLDER + "LICENSE")),
                Map.entry("data", inert(json))));
    }

    /**
     * The tables that charts of the page are drawn of, by a name that no two have.
     *
     * @param document the answer as plain data
     */
    public static Map<String, Block.Table> charts(Map<String, ?> document) {
        Map<String, Block.Table> charts = new LinkedHashMap<>();
        for (Section section : sections(new Tree(document))) {
            for (Block block : section.blocks()) {
                if (block instanceof Block.Table table && !table.chart().isEmpty()) {
                    charts.put(section.id() + "-" + table.chart(), table);
                }
            }
        }
        return charts;
    }

    private static List<Section> sections(Tree document) {
        if (document.has("curve")) {
            return new ScaleSections(document).all();
        }
        Optional<OwnPage> own = OwnPage.of(document);
        if (own.isPresent()) {
            return own.get().all();
        }
        if (document.has("pools")) {
            return new PoolSections(document).all();
        }
        List<Section> sections = new ArrayList<>();
        sections.add(new Summary(document).section());
        sections.addAll(new GpuSections(document).all());
        sections.addAll(new TimeSections(document).all());
        sections.addAll(new ArgumentSections(document).all());
        return sections;
    }

    /** JSON that cannot end the element that it stands in. */
    private static String inert(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static Map<String, Object> section(Section section) {
        return Map.of(
                "id",
                section.id(),
                "nav",
                section.nav(),
                "title",
                section.title(),
                "blocks",
                section.blocks().stream().map(Report::block).toList());
    }

    /** A block under the name that the template has a part for. */
    private static Map<String, Object> block(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> Map.of("paragraph", paragraph);
            case Block.Bullets bullets -> Map.of("bullets", bullets);
            case Block.Tiles tiles -> Map.of("tiles", tiles);
            case Block.Table table -> Map.of(table.chart().isEmpty() ? "table" : "figure", table);
            case Block.Script script -> Map.of("copy", script);
            case Block.ClusterMap map -> Map.of("cluster", map);
        };
    }

    /** What a Content-Security-Policy calls a script that may run. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
