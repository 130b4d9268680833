#!/usr/bin/env bash
# Prints the folder of DynamoDB Local, Amazon's own (its licence: free, for tests). Installs it the first time (about 15 s, 55 MB). Needs a JDK
# of 17 or later and maven. It would listen on every interface of the machine; the few lines of Java make it listen on this machine only.
set -euo pipefail
version=2.6.1
home=${XDG_CACHE_HOME:-$HOME/.cache}/mlwarden/dynamodb-local-$version
# The mark is set last: an installation that was interrupted is begun anew.
if [ ! -e "$home/complete" ]; then
  echo "Installing DynamoDB Local $version into $home" >&2
  for tool in mvn javac; do
    command -v "$tool" >/dev/null || { echo "$0: $tool is missing (Debian: apt-get install maven default-jdk-headless)" >&2; exit 1; }
  done
  rm -rf "$home"
  mkdir -p "$home"
  cat >"$home/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>mlwarden</groupId><artifactId>tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
  cat >"$home/Loopback.java" <<'JAVA'
import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import java.lang.reflect.Field;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class Loopback {
  public static void main(String[] args) throws Exception {
    var proxy = ServerRunner.createServerFromCommandLineArgs(args);
    for (Field field : proxy.getClass().getDeclaredFields()) {
      if (field.getType() != Server.class) continue;
      field.setAccessible(true);
      for (var connector : ((Server) field.get(proxy)).getConnectors()) ((ServerConnector) connector).setHost("127.0.0.1");
    }
    proxy.start();
    proxy.join();
  }
}
JAVA
  (cd "$home" && mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib -DincludeScope=runtime) >"$home/install.log" 2>&1 ||
    { tail -20 "$home/install.log" >&2; exit 1; }
  javac -cp "$home/lib/*" -d "$home" "$home/Loopback.java" >&2
  touch "$home/complete"
fi
echo "$home"
