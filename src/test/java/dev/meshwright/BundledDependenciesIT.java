package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged jar, against the jars of the class path whose classes it holds. */
class BundledDependenciesIT {

    private static final Pattern TERMS =
            Pattern.compile("(.*/)?[^/]*(license|licence|notice|copying)[^/]*(?<!\\.class)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARTIFACT = Pattern.compile("(.+?)-(\\d.*)\\.jar");
    private static final Pattern LISTED = Pattern.compile(".*\\([^:()]+:([^:]+):(\\S+) - .*");
    private static final String LICENSES = "META-INF/licenses/";
    private static final String SERVICES = "META-INF/services/";

    /** Files of the packaged jar by path. */
    private static Map<String, byte[]> packaged;

    /** Jars whose classes the packaged jar holds. */
    private static final List<Path> BUNDLED = new ArrayList<>();

    @BeforeAll
    static void read() throws URISyntaxException {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        packaged = files(jar, name -> true);
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part);
            if (part.endsWith(".jar") && !path.equals(jar) && bundled(path)) {
                BUNDLED.add(path);
            }
        }
        assertThat(BUNDLED).hasSizeGreaterThan(20);
    }

    private static boolean bundled(Path jar) {
        List<String> classes =
                List.copyOf(files(jar, BundledDependenciesIT::ownClass).keySet());
        return !classes.isEmpty() && packaged.keySet().containsAll(classes);
    }

    private static boolean ownClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class");
    }

    @Test
    void licencesAndNoticesAreKeptByteForByte() {
        int terms = 0;
        for (Path jar : BUNDLED) {
            String folder = LICENSES + jar.getFileName().toString().replaceFirst("\\.jar$", "-jar") + "/";
            for (Map.Entry<String, byte[]> file :
                    files(jar, name -> TERMS.matcher(name).matches()).entrySet()) {
                String name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
                assertThat(packaged.get(folder + name)).as(folder + name).isEqualTo(file.getValue());
                terms++;
            }
        }
        assertThat(terms).isGreaterThan(20);
    }

    @Test
    void everyArtifactIsListedWithItsLicence() {
        List<String> lines =
                text(packaged.get(LICENSES + "THIRD-PARTY.txt")).lines().toList();
        for (Path jar : BUNDLED) {
            Matcher artifact = ARTIFACT.matcher(jar.getFileName().toString());
            assertThat(artifact.matches()).as(jar.toString()).isTrue();
            String coordinates = ":" + artifact.group(1) + ":" + artifact.group(2) + " ";
            assertThat(lines)
                    .filteredOn(line -> line.contains(coordinates))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .matches("\\s+\\(\\S.*\\) .*");
        }
    }

    /** The bill of materials beside the jar names what the jar holds, neither more nor less. */
    @Test
    void theBillOfMaterialsNamesEveryArtifact() throws Exception {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path bill = jar.resolveSibling("bom.json");
        assumeTrue(Files.exists(bill), "built without a bill of materials");
        JsonNode components =
                JsonMapper.shared().readTree(Files.readString(bill)).get("components");
        List<String> named = new ArrayList<>();
        for (JsonNode component : components) {
            named.add(component.get("name").asString() + ":"
                    + component.get("version").asString());
            assertThat(component.get("licenses")).as(component.toString()).isNotEmpty();
        }
        List<String> listed = text(packaged.get(LICENSES + "THIRD-PARTY.txt"))
                .lines()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1) + ":" + line.group(2))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void everyProviderOfAServiceIsStillRegistered() {
        int providers = 0;
        for (Path jar : BUNDLED) {
            for (Map.Entry<String, byte[]> service : files(
                            jar, name -> name.startsWith(SERVICES) && !name.endsWith("/"))
                    .entrySet()) {
                List<String> registered =
                        text(packaged.get(service.getKey())).lines().toList();
                List<String> wanted = text(service.getValue())
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
                assertThat(registered).as(service.getKey()).containsAll(wanted);
                providers += wanted.size();
            }
        }
        assertThat(providers).isGreaterThan(5);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> files(Path jar, Predicate<String> wanted) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    files.put(entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }
}
