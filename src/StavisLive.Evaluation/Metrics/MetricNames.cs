namespace StavisLive.Evaluation.Metrics;

/// <summary>What the metrics are called in files and tables.</summary>
public static class MetricNames
{
    /// <summary>Every metric, in the order of tables.</summary>
    public static IReadOnlyList<Metric> All { get; } = Enum.GetValues<Metric>();

    /// <summary>The key in JSON and CSV.</summary>
    public static string Key(this Metric metric) => metric switch
    {
        Metric.Cc => "cc",
        Metric.Nss => "nss",
        Metric.Sim => "sim",
        Metric.Kld => "kld",
        Metric.AucJudd => "auc_judd",
        Metric.AucBorji => "auc_borji",
        Metric.AucShuffled => "auc_shuffled",
        Metric.InformationGain => "info_gain",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Unknown metric."),
    };

    /// <summary>The title of a column.</summary>
    public static string Title(this Metric metric) => metric switch
    {
        Metric.Cc => "CC",
        Metric.Nss => "NSS",
        Metric.Sim => "SIM",
        Metric.Kld => "KLD",
        Metric.AucJudd => "AUC-J",
        Metric.AucBorji => "AUC-B",
        Metric.AucShuffled => "sAUC",
        Metric.InformationGain => "IG",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Unknown metric."),
    };
}
