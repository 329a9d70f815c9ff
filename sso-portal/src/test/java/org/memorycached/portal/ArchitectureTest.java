package org.memorycached.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.http.HttpSession;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.CacheServer;
import org.springframework.stereotype.Controller;

/** Packages by feature, and none of them knows, by whatever way, one that knows it. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.memorycached.portal");

    @Test
    void featuresHaveNoCycles() {
        slices().matching("org.memorycached.portal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheSecuritysPolicyPutsFeaturesTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..security..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.memorycached.portal.security..")
                .check(CLASSES);
    }

    @Test
    void onlyTheDirectorySpeaksLdap() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..directory..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.ldap..", "org.springframework.security.ldap..", "javax.naming..")
                .check(CLASSES);
    }

    @Test
    void memcachedIsTheSessionStoresBusiness() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.spy..", CacheServer.class.getPackageName())
                .check(CLASSES);
    }

    @Test
    void thePortalKeepsNothingInTheContainersSession() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(HttpSession.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void controllersAreNobodysBusiness() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .notBePublic()
                .andShould()
                .haveSimpleNameEndingWith("Controller")
                .check(CLASSES);
    }

    @Test
    void nothingIsPrintedAndNamesSayRoles() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
                .check(CLASSES);
    }
}
