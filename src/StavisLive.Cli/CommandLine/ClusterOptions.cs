using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options that say which cluster, for all who deal with it. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class ClusterOptions
{
    private readonly KeyOption<string?> _cluster = Text("--cluster", "cluster.address", "redis://HOST", "Redis that holds the cluster together; rediss:// with TLS");
    private readonly KeyOption<string?> _certificate = Text("--cert", "cluster.certificate", "FILE", "Certificate by which nodes know each other (PEM)");
    private readonly KeyOption<string?> _key = Text("--key", "cluster.key", "FILE", "Its key (PEM)");
    private readonly KeyOption<string?> _authority = Text("--ca", "cluster.authority", "FILE", "Authority that has signed the nodes' certificates and that of Redis (PEM)");

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All => [_cluster, _certificate, _key, _authority];

    /// <summary>A configuration with everything given on the command line laid over it.</summary>
    /// <exception cref="ConfigException">A secret that the address names isn't there.</exception>
    public ClusterConfig Over(ClusterConfig file, ParseResult parsed) => file with
    {
        Address = parsed.GetValue(_cluster) is { } address ? NamedSecrets.Fill(address, "--cluster") : file.Address,
        Certificate = parsed.GetValue(_certificate) ?? file.Certificate,
        Key = parsed.GetValue(_key) ?? file.Key,
        Authority = parsed.GetValue(_authority) ?? file.Authority,
    };
}
