package dev.weir.schemas.wire;

import dev.weir.schemas.avro.Decision;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that the generated records may be made when a value is decoded. Since 1.12.2 Avro makes no class that nobody
 * vouched for; here that is exactly our own package, beside whatever the process trusts already.
 */
final class TrustedRecords {
    private static final String PACKAGE = Decision.class.getPackageName();

    static {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityPredicate ours = type -> type.getPackageName().equals(PACKAGE);
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(before, ours));
    }

    private TrustedRecords() {}

    /** Does its work once, when the class is loaded. */
    static void ensure() {}
}
