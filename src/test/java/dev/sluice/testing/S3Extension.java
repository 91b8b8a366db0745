package dev.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One S3 server for the whole test JVM, given to test methods as a parameter. */
public final class S3Extension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == S3Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(S3Server.class, key -> start(), S3Server.class);
  }

  private static S3Server start() {
    try {
      return S3Server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
