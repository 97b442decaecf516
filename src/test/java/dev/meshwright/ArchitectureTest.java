package dev.meshwright;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package graph of docs and heads, enforced: a package uses only those listed before it. */
class ArchitectureTest {

    /** From facts to answers. */
    private static final List<String> PACKAGES = List.of(
            "base", "facts", "layout", "cost", "placement", "question", "lab", "answer", "io", "workbench", "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.meshwright");

    static List<String> packages() {
        return PACKAGES;
    }

    @Test
    void importFoundTheProgram() {
        assertThat(CLASSES.size()).isGreaterThan(150);
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName().replaceFirst("^dev\\.meshwright\\.?", ""))
                        .map(name -> name.replaceFirst("\\..*", ""))
                        .filter(name -> !name.isEmpty())
                        .distinct())
                .as("packages listed here")
                .containsExactlyInAnyOrderElementsOf(PACKAGES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyPackagesBelow(String name) {
        List<String> above = PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size());
        if (!above.isEmpty()) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.meshwright." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above.stream()
                            .map(other -> "dev.meshwright." + other + "..")
                            .toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.meshwright.(**)").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.meshwright.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void librariesStayWhereTheyBelong() {
        only("dev.meshwright.placement.timefold..", "ai.timefold..");
        only("dev.meshwright.io..", "tools.jackson..", "com.fasterxml..", "org.yaml..", "org.snakeyaml..");
        only("dev.meshwright.cli..", "picocli..", "ch.qos.logback..");
    }

    private static void only(String owner, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.meshwright.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }
}
