package org.memorycached.session;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: autoconfigure, then security and web, then the core, which is plain Java. */
class ArchitectureTest {

    private static final String[] CORE = {
        "org.memorycached.session",
        "org.memorycached.session.tier..",
        "org.memorycached.session.replication..",
        "org.memorycached.session.revocation..",
        "org.memorycached.session.codec..",
        "org.memorycached.session.limits.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.memorycached.session");

    @Test
    void the_core_knows_neither_spring_nor_servlets_nor_micrometer() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void the_core_knows_none_of_its_users() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.memorycached.session.web..",
                        "org.memorycached.session.security..",
                        "org.memorycached.session.identity..",
                        "org.memorycached.session.autoconfigure..")
                .check(CLASSES);
    }

    @Test
    void only_the_auto_configuration_sees_all() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..autoconfigure..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.memorycached.session.security..")
                .check(CLASSES);
    }

    @Test
    void only_the_tier_speaks_to_spymemcached() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.memorycached.session.tier..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.spy..")
                .check(CLASSES);
    }

    /** So that an application without encryption needs no Tink. */
    @Test
    void only_the_encrypting_codec_speaks_to_tink() {
        noClasses()
                .that()
                .doNotHaveSimpleName("EncryptingSessionCodec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.crypto.tink..")
                .check(CLASSES);
    }

    @Test
    void the_tier_knows_neither_sessions_nor_revocations() {
        noClasses()
                .that()
                .resideInAPackage("org.memorycached.session.tier..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.memorycached.session.revocation..", "org.memorycached.session.codec..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.memorycached.session.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.memorycached.session.revocation..", "org.memorycached.session.tier..")
                .check(CLASSES);
    }

    @Test
    void nothing_is_deserialized_into_arbitrary_types() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void nothing_is_printed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void names_say_roles() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(CLASSES);
    }
}
