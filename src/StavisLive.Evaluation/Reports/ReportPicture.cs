namespace StavisLive.Evaluation.Reports;

/// <summary>A picture of the report's page.</summary>
/// <param name="File">Its file in the report's folder.</param>
/// <param name="Caption">What it shows.</param>
internal sealed record ReportPicture(string File, string Caption);
