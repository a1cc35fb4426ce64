"""Sentences about results: conduct, ways of assessing, re-assessment, closing, phrases."""

SENTENCES = {
    "conduct.no_term": "Chỉ nhập rèn luyện cho học kì 1, học kì 2 hoặc trong hè.",
    "conduct.term_locked": (
        "Sổ điểm học kì {term} đã khóa, không nhập được rèn luyện. Hãy đề nghị hiệu trưởng mở lại."
    ),
    "conduct.closed": (
        "Kết quả của lớp đã chốt, không sửa được rèn luyện học kì {term}. Hãy đề nghị ban giám hiệu"
        " mở lại kết quả của lớp."
    ),
    "conduct.summer_not_due": (
        "{name} không phải rèn luyện trong hè. Chỉ nhập cho học sinh có kết quả rèn luyện cả năm"
        " Chưa đạt."
    ),
    "conduct.stale": (
        "Kết quả của {name} vừa được người khác sửa. Hãy tải lại trang, xem rồi nhập lại."
    ),
    "exemption.subject": "Hãy chọn một môn học trong chương trình.",
    "exemption.only_practice": (
        "Miễn phần thực hành chỉ có ở Giáo dục thể chất. Hãy chọn cách đánh giá khác."
    ),
    "exemption.whole_year": (
        "Không đánh giá môn học, hoặc theo kế hoạch cá nhân, là cho cả năm. Hãy chọn “Cả năm”."
    ),
    "exemption.reason": "Hãy ghi lí do và giấy tờ kèm theo.",
    "retest.not_due": (
        "{name} không phải đánh giá lại môn này. Danh sách chỉ có môn dưới 5,0 hoặc Chưa đạt của"
        " học sinh có kết quả học tập cả năm Chưa đạt."
    ),
    "retest.a_mark": "Hãy nhập một điểm hoặc Đ, CĐ; để trống nếu chưa đánh giá lại.",
    "phrases.too_many": (
        "Danh sách mẫu câu chỉ chứa {most} câu. Hãy bỏ bớt một câu rồi thêm câu mới."
    ),
    "phrases.too_long": ("Một mẫu câu dài quá {most} chữ cái. Hãy rút ngắn cho vừa ô nhận xét."),
    "results.no_pupils": "Lớp chưa có học sinh, nên không có gì để chốt.",
    "results.closed_already": "Kết quả của lớp đã chốt. Muốn chốt lại, hãy mở lại trước.",
    "results.unlocked": "Còn cột điểm chưa khóa: {subjects}. Hãy khóa các cột rồi chốt kết quả.",
    "results.incomplete": (
        "{count} học sinh còn thiếu điểm, rèn luyện hoặc số buổi nghỉ ({names}). Hãy nhập đủ, hoặc"
        " ghi lí do chốt khi còn thiếu."
    ),
    "results.closed_for_changes": (
        "Kết quả của lớp {school_class} đã chốt. Hãy mở lại kết quả của lớp rồi thay đổi."
    ),
    "results.not_closed": "Kết quả của lớp chưa chốt, không có gì để mở lại.",
    "results.reason_for_reopening": "Hãy ghi lí do mở lại kết quả của lớp.",
    "anomaly.equal": "Cả cột {column} cùng một điểm {score}.",
    "anomaly.shifted_down": (
        "Cột {column} có thể đã dán lệch xuống một dòng (lùi lên thì khớp các cột khác)."
    ),
    "anomaly.shifted_up": (
        "Cột {column} có thể đã dán lệch lên một dòng (lùi xuống thì khớp các cột khác)."
    ),
    "anomaly.out_of_line": (
        "{name}, cột {column}: {score} khác hẳn các điểm khác của em (trung bình {others})."
    ),
    "anomaly.final_far": (
        "{name}: điểm cuối kì {score} cách xa các điểm trước đó (trung bình {others})."
    ),
}
