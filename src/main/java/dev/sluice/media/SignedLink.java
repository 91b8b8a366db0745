package dev.sluice.media;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A link by which anyone may read one object on S3 for a time, signed with the credentials that S3A
 * has. Signing sends nothing and does not open the object.
 */
public final class SignedLink {
  private static final String NOT_S3A = "its file system is not S3A: write it as s3a:";
  private static final String REGION = "fs.s3a.endpoint.region";

  private SignedLink() {}

  /**
   * Signs a link.
   *
   * @param uri an object by its {@code s3a:} URI
   * @param valid how long it is good for, at most seven days; it ends with the credentials when
   *     they are temporary and end before
   * @throws UnreadableFile when the URI's file system is not S3A, or it has no credentials to sign
   *     with
   * @throws IOException when the store cannot be reached for what is not configured
   */
  public static String to(String uri, Configuration hadoop, Duration valid) throws IOException {
    try {
      Path path = new Path(uri);
      FileSystem store = path.getFileSystem(hadoop);
      if (!(store instanceof S3AFileSystem s3)) {
        throw unsigned(uri, NOT_S3A);
      }
      return sign(s3, path, valid);
    } catch (UnsupportedFileSystemException e) {
      throw unsigned(uri, NOT_S3A);
    } catch (LinkageError e) {
      throw unsigned(uri, "hadoop-aws with the AWS SDK is not on the class path");
    }
  }

  private static String sign(S3AFileSystem s3, Path path, Duration valid) throws IOException {
    Configuration conf = s3.getConf();
    try (AWSCredentialProviderList credentials =
            s3.getS3AInternals().shareCredentials("signed links");
        S3Presigner signer = signer(s3, conf, credentials)) {
      String key = path.toUri().getPath().substring(1);
      return signer
          .presignGetObject(
              request ->
                  request
                      .signatureDuration(valid)
                      .getObjectRequest(object -> object.bucket(s3.getBucket()).key(key)))
          .url()
          .toString();
    } catch (RuntimeException e) {
      throw unsigned(path.toString(), "signing failed (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static S3Presigner signer(
      S3AFileSystem s3, Configuration conf, AWSCredentialProviderList credentials)
      throws IOException {
    String region = conf.getTrimmed(REGION, "");
    S3Presigner.Builder builder =
        S3Presigner.builder()
            // A signer closes the provider that it is given, and S3A goes on with this one.
            .credentialsProvider(StaticCredentialsProvider.create(credentials.resolveCredentials()))
            .region(Region.of(region.isEmpty() ? s3.getS3AInternals().getBucketLocation() : region))
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(conf.getBoolean("fs.s3a.path.style.access", false))
                    .build());
    String endpoint = conf.getTrimmed("fs.s3a.endpoint", "");
    // The central endpoint stands for "that of the region".
    if (!endpoint.isEmpty() && !endpoint.endsWith("s3.amazonaws.com")) {
      boolean encrypted = conf.getBoolean("fs.s3a.connection.ssl.enabled", true);
      builder.endpointOverride(
          URI.create(
              endpoint.contains("://")
                  ? endpoint
                  : (encrypted ? "https://" : "http://") + endpoint));
    }
    return builder.build();
  }

  private static UnreadableFile unsigned(String uri, String why) {
    return new UnreadableFile(
        "cannot_sign",
        "no link can be signed for %s: %s; or choose to upload".formatted(Links.shown(uri), why));
  }
}
