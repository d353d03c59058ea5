package io.eventfork.provisioning;

/**
 * An S3 bucket without public access.
 *
 * @param encryption the default encryption of its objects, as S3 spells it: {@code aws:kms} (the
 *     key that AWS manages) or {@code AES256}
 */
public record Bucket(String name, String encryption) implements Resource {

    public static final String KMS = "aws:kms";
    public static final String AES256 = "AES256";

    @Override
    public ResourceKind kind() {
        return ResourceKind.BUCKET;
    }
}
